// Made by `pnpm docs` from the OpenAPI document of the api; edit its schemas there.
// biome-ignore-all format: as the generator writes it
// biome-ignore-all lint: as the generator writes it
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the process answers
         * @description Whatever else is away: a process that answers this need not be started again.
         */
        get: operations["getLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether requests should be sent here
         * @description 503 while Redis is away, or would not keep what is accepted. Without a worker requests are accepted and wait: `degraded`, with 200.
         */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether requests are accepted
         * @description As `/health/ready`, with the version and what was looked at.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/detailed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how each component is
         * @description 200 whatever it says, for it is read by people; probes ask `/health/ready`.
         *
         *     Needs the scope `operate`.
         */
        get: operations["getDetailedHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what is wrong now, and what to do
         * @description Sessions that have failed, find no worker, or whose health monitor has told an alert that is not resolved; with the scope `operate` also what is wrong with the gateway. Those who wait for a scan, rest, or are logged out are told of by their state.
         *
         *     Needs the scope `read`.
         */
        get: operations["getAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See processors, memory and disks of this api and of the workers
         * @description Needs the scope `operate`.
         */
        get: operations["getSystemHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what waits, what was done, and how long that took
         * @description Needs the scope `operate`.
         */
        get: operations["getPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/performance/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how all went, minute by minute, up to a day back
         * @description What the workers counted in each interval, and how all was, which is noted once a minute.
         *
         *     Needs the scope `operate`.
         */
        get: operations["getPerformanceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See workers, and how the sessions are
         * @description Needs the scope `read`.
         */
        get: operations["getSessionsHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a session is, and who owns it
         * @description Needs the scope `read`.
         */
        get: operations["getSessionHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a session to another worker
         * @description Needs the scope `operate`.
         */
        post: operations["moveSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measurements, for Prometheus
         * @description Needs the scope `operate`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions
         * @description Needs the scope `read`.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Create a session
         * @description Needs the scope `manage`.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a session
         * @description Needs the scope `read`, or a token for connect or events.
         */
        get: operations["getSession"];
        /**
         * Have a session that is as it is said, and create it when there is none
         * @description The same answer however often it is asked. What is not said stays as it is; a new session connects at once unless `start` is false.
         *
         *     Needs the scope `manage`.
         */
        put: operations["ensureSession"];
        post?: never;
        /**
         * Log a session out and remove it
         * @description Needs the scope `manage`.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        /**
         * Change labels, notes or webhooks of a session
         * @description Needs the scope `manage`.
         */
        patch: operations["changeSession"];
        trace?: never;
    };
    "/api/v1/sessions/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a session, and create it when there is none
         * @description Answers at once, with the QR code if one waits already; with `Prefer: wait=N` as soon as there is one, or none is needed. With the key as a bearer and without `X-Tenant-ID` and `Idempotency-Key` it waits up to 8 s by itself. Later codes come with the event `qr_code`, and with `GET /api/v1/sessions/{id}/qr`.
         *
         *     Needs the scope `manage`, or a token for connect.
         */
        post: operations["startSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect a session; it stays logged in
         * @description Needs the scope `manage`.
         */
        post: operations["stopSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin the connection anew
         * @description Needs the scope `manage`.
         */
        post: operations["restartSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log a session out of WhatsApp
         * @description Needs the scope `manage`.
         */
        post: operations["logoutSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/pairing-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a pairing code
         * @description Needs the scope `manage`, or a token for connect.
         */
        post: operations["requestPairingCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/qr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the QR code that waits to be scanned
         * @description As JSON, PNG or SVG.
         *
         *     Needs the scope `read`, or a token for connect.
         */
        get: operations["getQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read or follow the events of a session
         * @description With `Accept: text/event-stream` it is a stream of what happens, otherwise a page.
         *
         *     Needs the scope `read`, or a token for connect or events.
         */
        get: operations["listSessionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read or follow the events of all sessions
         * @description With `Accept: text/event-stream` it is a stream of what happens, otherwise a page.
         *
         *     Needs the scope `read`.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks
         * @description Needs the scope `read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description The secret is shown in this answer alone.
         *
         *     Needs the scope `manage`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a webhook and how it does
         * @description Needs the scope `read`.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Remove a webhook, and what waits for it
         * @description Needs the scope `manage`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Needs the scope `manage`.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of a webhook
         * @description The new secret is shown in this answer alone. For some time deliveries carry the signatures of both.
         *
         *     Needs the scope `manage`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver the example of an event
         * @description Needs the scope `manage`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a webhook
         * @description Needs the scope `read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries that were given up
         * @description Needs the scope `read`.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a delivery with its attempts
         * @description Needs the scope `read`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver once more
         * @description With the same id and the same bytes.
         *
         *     Needs the scope `manage`.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver what was given up, or events of a time or by their numbers, once more
         * @description With the same ids and the same bytes. Events are named by a time, or by numbers of one session. One call replays about 10,000; `nextCursor` leads to the rest.
         *
         *     Needs the scope `manage`.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys
         * @description Needs the scope `admin`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a key
         * @description The key is shown in this answer alone; only a digest of it is stored.
         *
         *     Needs the scope `admin`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a key, without its secret
         * @description Needs the scope `admin`.
         */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * End a key, and all tokens that were made with it
         * @description Needs the scope `admin`.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key a new secret
         * @description The key so far stays valid beside the new one while callers change over.
         *
         *     Needs the scope `admin`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a token for a browser
         * @description For one session, one purpose and a short time, so that no key gets into a browser. It ends with the key that asks.
         *
         *     Needs the scope `manage`.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/connect-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link to a page that connects a phone
         * @description The page shows the QR code and the pairing code of this one session. It links one phone, and ends with the key that asks.
         *
         *     Needs the scope `manage`.
         */
        post: operations["createConnectLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenantId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase everything of a tenant
         * @description Its sessions are logged out and removed, with their messages, events, files and logins; so are its webhooks and keys. It goes on in a worker: ask at `Location`. At its end everything is searched, and what is found still is told.
         *
         *     Needs the scope `admin`.
         */
        delete: operations["eraseTenant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenantId}/contacts/{contactId}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase what is stored of a contact in all sessions of a tenant
         * @description It goes on in a worker: ask at `Location`. At its end everything is searched, and what is found still is told.
         *
         *     Needs the scope `admin`.
         */
        delete: operations["eraseContactOfTenant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts/{contactId}/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase what is stored of a contact in a session
         * @description Messages, files, numbers and names go; events keep their places in the log, without what they told. It goes on in a worker: ask at `Location`. At its end everything is searched, and what is found still is told.
         *
         *     Needs the scope `admin`.
         */
        delete: operations["eraseContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures/{erasureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far an erasure is
         * @description For thirty days after its end.
         *
         *     Needs the scope `admin`.
         */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenantId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get everything that is stored of a tenant, or of a contact of its
         * @description Lines of JSON, each with its `kind`: export, webhook, session, contact, message, event, and at last end. Without that last line it is not whole.
         *
         *     Needs the scope `admin`.
         */
        get: operations["exportTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages of a session, the newest first
         * @description Needs the scope `read`.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Send a message
         * @description The answer is 202 with the message as it stands. What becomes of it is in its record, and in the events `message_ack` and `message_failed`. A file goes by URL, in base64, in a form, or by the id of an upload.
         *
         *     Needs the scope `send`.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages/{messageId}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forward a message
         * @description Of a message that went out or came in. The answer is a new message, sent like any other.
         *
         *     Needs the scope `send`.
         */
        post: operations["forwardMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages of all sessions that wait for their time
         * @description In the order in which they are due.
         *
         *     Needs the scope `read`.
         */
        get: operations["listScheduledMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a message and what became of it
         * @description Needs the scope `read`.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        /**
         * Cancel a message that waits, or delete one that was sent
         * @description Needs the scope `send`.
         */
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        /**
         * Edit a text that was sent
         * @description Needs the scope `send`.
         */
        patch: operations["editMessage"];
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages/{messageId}/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * React to a message
         * @description Needs the scope `send`.
         */
        post: operations["reactToMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one message to many recipients
         * @description A variable that somebody lacks, or a recipient who is nobody, is an error that names the place; then nothing is accepted.
         *
         *     Needs the scope `send`.
         */
        post: operations["sendBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the batches of a session, the newest first
         * @description Needs the scope `read`.
         */
        get: operations["listBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the batches of all sessions, the newest first
         * @description Needs the scope `read`.
         */
        get: operations["listAllBatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/batches/{batchId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far a batch is
         * @description Needs the scope `read`.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        /**
         * Cancel what still waits of a batch
         * @description Needs the scope `send`.
         */
        delete: operations["cancelBatch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/batches/{batchId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages of a batch, in the order of its recipients
         * @description Needs the scope `read`.
         */
        get: operations["listBatchMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file that messages can send
         * @description Needs the scope `send`.
         */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages/{messageId}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file of a message
         * @description Needs the scope `read`.
         */
        get: operations["getMessageFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the chats
         * @description Needs the scope `read`.
         */
        get: operations["listChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/chats/{chatId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the messages of a chat from WhatsApp Web
         * @description The newest ones, oldest first. `nextCursor` leads to those before them, and is null at the beginning of the chat. When the message that a cursor names was deleted meanwhile, messages of the same second may come again.
         *
         *     Needs the scope `read`.
         */
        get: operations["listChatMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/chats/{chatId}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a chat as read
         * @description Needs the scope `send`.
         */
        post: operations["markChatSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/chats/{chatId}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show that somebody types or records, or stop showing it
         * @description Needs the scope `send`.
         */
        post: operations["showTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/chats/{chatId}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Be told when the other one is there, types or records
         * @description From now on `presence.update` events tell, until the connection ends. The answer is what is known already.
         *
         *     Needs the scope `read`.
         */
        post: operations["watchPresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/chats/{chatId}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a chat, or take it out of the archive
         * @description Needs the scope `send`.
         */
        post: operations["archiveChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the contacts, as the last sync read them
         * @description Needs the scope `read`.
         */
        get: operations["listContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the contacts anew from WhatsApp
         * @description Needs the scope `send`.
         */
        post: operations["syncContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a contact
         * @description Needs the scope `read`.
         */
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts/{contactId}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the URL of a profile picture
         * @description Needs the scope `read`.
         */
        get: operations["getContactPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts/{contactId}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Block a contact
         * @description Needs the scope `send`.
         */
        post: operations["blockContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/contacts/{contactId}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unblock a contact
         * @description Needs the scope `send`.
         */
        post: operations["unblockContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/numbers/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask which numbers have an account
         * @description Needs the scope `send`.
         */
        post: operations["checkNumbers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups
         * @description Needs the scope `read`.
         */
        get: operations["listGroups"];
        put?: never;
        /**
         * Create a group
         * @description Needs the scope `send`.
         */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a group and who is in it
         * @description Needs the scope `read`.
         */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups/{groupId}/subject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a group
         * @description Needs the scope `send`.
         */
        put: operations["renameGroup"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups/{groupId}/description": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the description of a group
         * @description Needs the scope `send`.
         */
        put: operations["describeGroup"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups/{groupId}/participants/{change}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add, remove, promote or demote participants
         * @description Needs the scope `send`.
         */
        post: operations["changeParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups/{groupId}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the link that invites into a group
         * @description Needs the scope `read`.
         */
        get: operations["getGroupInvite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/groups/{groupId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a group
         * @description Needs the scope `send`.
         */
        post: operations["leaveGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what became of a command
         * @description Needs the scope `read`.
         */
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Batch: {
            id: string;
            sessionId: string;
            /** @description null of a batch from before this was noted. */
            type: ("text" | "image" | "video" | "audio" | "voice" | "document" | "sticker" | "location" | "contact" | "poll") | null;
            /** @description The text or caption, before anything was filled in. */
            text: string | null;
            /** @description When it was asked to be sent, if not at once. */
            sendAt: string | null;
            total: number;
            /** @description How many of its messages are in each status. */
            counts: {
                [key: string]: number;
            };
            /** @description How many may still change by themselves: not sent, failed or cancelled yet. */
            open: number;
            isFinished: boolean;
            /** Format: date-time */
            createdAt: string;
        };
        BulkMessages: {
            recipients: {
                /** @description A phone number with its country code in any usual form, or a WhatsApp id (…@c.us, …@lid, …@g.us). */
                to: string;
                /** @description What stands in the text or caption for {{name}}. */
                variables?: {
                    [key: string]: string | number;
                };
                /** @description Your own notes, given back as they are. */
                metadata?: {
                    [key: string]: string;
                };
            }[];
            /**
             * @default text
             * @enum {string}
             */
            type?: "text" | "image" | "video" | "audio" | "voice" | "document" | "sticker" | "location" | "contact" | "poll";
            text?: string;
            /** @description Of a text: whether its first link gets a preview. By default it does. */
            linkPreview?: boolean;
            /** @description Of an image, video, audio, voice, document or sticker. */
            media?: components["schemas"]["Media"];
            /** @description Of an image, video or document. */
            caption?: string;
            location?: components["schemas"]["Location"];
            /** @description One contact card or several. */
            contact?: components["schemas"]["ContactCard"] | components["schemas"]["ContactCard"][];
            poll?: components["schemas"]["PollInput"];
            /** @description The message that this one answers: its id here or at WhatsApp. */
            replyTo?: string;
            /** @description Who is mentioned, as phone numbers or WhatsApp ids; the text must contain @ and the number of each. */
            mentions?: string[];
            /** @description When to send it: an ISO 8601 time with its zone, or unix seconds. At most a year ahead. */
            sendAt?: string | number;
            /**
             * @description Interactive messages go before bulk ones, except past an earlier one to the same chat. By default interactive, in a batch bulk.
             * @enum {string}
             */
            priority?: "interactive" | "bulk";
            /** @description Your own notes, given back as they are. */
            metadata?: {
                [key: string]: string;
            };
        };
        /** @description A call came in or was made. WhatsApp Web tells of its beginning only. */
        CallEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "call";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                callId: string;
                from: string;
                /** @description The number behind `from`, in digits. */
                fromPhone: string | null;
                /** @description The hidden id behind `from`. */
                fromLid: string | null;
                /** @description Of the chat with the one who calls; can be sent to. */
                chatKey: string;
                fromMe: boolean;
                isVideo: boolean;
                isGroup: boolean;
                /** @description Unix seconds. */
                timestamp: number;
            };
        };
        /** @description The battery of the phone changed. */
        ChangeBatteryEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "change_battery";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                battery: number;
                plugged: boolean;
            };
        };
        ChangeSession: {
            /** @description A session whose worker lacks one of them moves. */
            labels?: string[];
            /** @description Your own notes, given back as they are. */
            metadata?: {
                [key: string]: string;
            };
            /** @description Endpoints that get the events of this session alone. One for each url: an endpoint that it has already gets what is said here, and others stay. */
            webhooks?: components["schemas"]["SessionWebhook"][];
        };
        /** @description WhatsApp's own name of the connection's state changed. */
        ChangeStateEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "change_state";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                state: string;
            };
        };
        ChangeWebhook: {
            /**
             * Format: uri
             * @description Where the events are posted.
             */
            url?: string;
            /** @description Only these events; an empty list means all. */
            events?: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /**
             * @description How an event is written; see docs/webhook-formats.md.
             * @enum {string}
             */
            format?: "native" | "tenant" | "evolution" | "evolution-v2" | "connection";
            /** @description Whether the events of a session are delivered strictly one after the other: one that fails holds up those behind it. */
            ordered?: boolean;
            /** @description Several events in one request, as a JSON array; null: each by itself. */
            batch?: {
                /** @description How many events go together at most. */
                max: number;
                /**
                 * @description How long an event waits for others.
                 * @default 1000
                 */
                waitMs?: number;
            } | null;
            /** @description Further headers of each request, such as one that the receiver checks. Their values are shown to keys with the scope `manage` alone. */
            headers?: {
                [key: string]: string;
            };
            description?: string;
            /** @description One that is not enabled gets nothing new; what waits for it is kept. */
            enabled?: boolean;
        };
        Chat: {
            id: string;
            name: string;
            isGroup: boolean;
            unreadCount: number;
            isArchived: boolean;
            isPinned: boolean;
            isMuted: boolean;
            /** @description Unix seconds of the last message. */
            timestamp?: number;
            lastMessage?: components["schemas"]["StoredMessage"];
        };
        /** @description A chat was archived or taken out of the archive. */
        ChatArchivedEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "chat.archived";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                isArchived: boolean;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description A chat was deleted from this account, with its messages. */
        ChatRemovedEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "chat.removed";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        Command: {
            id: string;
            sessionId: string;
            /** @enum {string} */
            command: "message.edit" | "message.delete" | "message.react" | "chat.seen" | "chat.typing" | "chat.archive" | "chat.presence" | "chats.list" | "chat.history" | "contacts.sync" | "contact.get" | "contact.picture" | "contact.block" | "media.download" | "numbers.check" | "groups.list" | "group.get" | "group.create" | "group.rename" | "group.describe" | "group.participants" | "group.invite" | "group.leave";
            /** @enum {string} */
            status: "queued" | "running" | "done" | "failed";
            /** @description What came out, when it is done. */
            result: unknown;
            error: {
                code: string;
                detail: string;
            } | null;
            /** @description How far it is, where that is known. */
            progress: {
                done: number;
                total: number;
            } | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        Connection: {
            connected: boolean;
            /** @enum {string} */
            status: "disconnected" | "initializing" | "qr_available" | "connected";
            /** @description Of the account, with a plus. */
            phoneNumber: string | null;
            /** @description The QR code as a PNG data URL, if one waits to be scanned. */
            qrCode: string | null;
            /** @description When the last message was sent or received. */
            lastActivity: string | null;
            /** @constant */
            success: true;
            tenantId: string;
            sessionId: string;
        };
        ConnectionMessage: {
            /** @description The session, one for each tenant. Also as `sessionId`, `session`, `instance`. */
            tenantId: string;
            /** @description A phone number with its country code, or a WhatsApp id. Also as `phone`, `phoneNumber`, `number`, `chatId`, `recipient`. */
            to: string;
            /** @description The text; of a file its caption, where there is no `caption`. Also as `text`, `body`, `content`. */
            message?: string;
            /**
             * @description By default `image` with a `mediaUrl`, else `text`.
             * @enum {string}
             */
            type?: "text" | "image" | "video" | "audio" | "voice" | "document" | "sticker";
            /**
             * Format: uri
             * @description Where the file is fetched from when the message is sent. Also as `fileUrl`, `imageUrl`, `media_url`.
             */
            mediaUrl?: string;
            /** @description Of an image, video or document. */
            caption?: string;
            /** @description How a document is called on the phone. */
            filename?: string;
        };
        /** @description The connection to WhatsApp came into another state. Told anew when another worker has taken the session over. */
        ConnectionStatusEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "connection.status";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /**
                 * @description open: messages can be sent. connecting: it is being made, or waits for a login. closed: nobody tries. refused: WhatsApp does not let it in.
                 * @enum {string}
                 */
                state: "open" | "connecting" | "closed" | "refused";
                /** @description When it was open last, in unix seconds, if it was since its worker has it. */
                lastSeen?: number;
            };
        };
        ConnectLink: {
            /** @description It cannot be looked up. Whoever has it can link a phone to the session. */
            url: string;
            sessionId: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Contact: {
            id: string;
            phone?: string;
            lid?: string;
            name?: string;
            pushname?: string;
            isMyContact: boolean;
            isBusiness: boolean;
            isBlocked: boolean;
        };
        ContactCard: {
            name: string;
            /** @description A phone number with its country code. */
            phone: string;
            organization?: string;
            /** Format: email */
            email?: string;
        };
        /** @description Somebody has another number. Told once, however many chats say so. */
        ContactChangedEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "contact.changed";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                oldId: string;
                /** @description The number behind `oldId`, in digits. */
                oldPhone: string | null;
                /** @description The hidden id behind `oldId`. */
                oldLid: string | null;
                newId: string;
                /** @description The number behind `newId`, in digits. */
                newPhone: string | null;
                /** @description The hidden id behind `newId`. */
                newLid: string | null;
                /** @description Otherwise a participant of a group. */
                isContact: boolean;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        CreateConnectLink: {
            /**
             * @description Seconds.
             * @default 3600
             */
            expiresIn?: number;
            /**
             * @description The web origins whose pages may show it in a frame: https, or http of localhost and 127.0.0.1. By default none.
             * @default []
             */
            origins?: string[];
            /**
             * @description By default the one of the browser.
             * @enum {string}
             */
            language?: "en" | "pt" | "es";
            /**
             * @description Whether to start the session, so that there is a QR code.
             * @default true
             */
            start?: boolean;
            /**
             * Format: uri
             * @description Where the page goes once the phone is linked.
             */
            redirectUrl?: string;
        };
        CreateKey: {
            /**
             * @description Who has it, or what it is for.
             * @default
             */
            name?: string;
            /** @description It sees what belongs to this tenant alone. By default the tenant of the key that asks; without any, all. */
            tenantId?: string;
            /** @description What it allows. */
            scopes: ("read" | "send" | "manage" | "admin" | "operate")[];
            /**
             * Format: date-time
             * @description By default never.
             */
            expiresAt?: string;
        };
        CreateSession: {
            /** @description By default a random one. */
            id?: string;
            /** @description Whose session it is. By default the id of the session. */
            tenantId?: string;
            /**
             * @description Whether to connect at once.
             * @default true
             */
            start?: boolean;
            /** @description It runs only on workers that have all of these in their WORKER_LABELS. */
            labels?: string[];
            /** @description Your own notes, given back as they are. */
            metadata?: {
                [key: string]: string;
            };
            /** @description Endpoints that get the events of this session alone. One for each url: an endpoint that it has already gets what is said here, and others stay. */
            webhooks?: components["schemas"]["SessionWebhook"][];
        };
        CreateToken: {
            /**
             * @description `connect`: see the state, the QR code and how they change, and ask for a pairing code. `events`: see the state, and read or follow the events.
             * @enum {string}
             */
            purpose: "connect" | "events";
            /** @description With `events`: only these. */
            events?: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /**
             * @description Seconds.
             * @default 900
             */
            expiresIn?: number;
        };
        CreateWebhook: {
            /**
             * Format: uri
             * @description Where the events are posted.
             */
            url: string;
            /** @description Only these events; an empty list means all. */
            events?: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /**
             * @description How an event is written; see docs/webhook-formats.md.
             * @enum {string}
             */
            format?: "native" | "tenant" | "evolution" | "evolution-v2" | "connection";
            /** @description Whether the events of a session are delivered strictly one after the other: one that fails holds up those behind it. */
            ordered?: boolean;
            /** @description Several events in one request, as a JSON array; null: each by itself. */
            batch?: {
                /** @description How many events go together at most. */
                max: number;
                /**
                 * @description How long an event waits for others.
                 * @default 1000
                 */
                waitMs?: number;
            } | null;
            /** @description Further headers of each request, such as one that the receiver checks. Their values are shown to keys with the scope `manage` alone. */
            headers?: {
                [key: string]: string;
            };
            description?: string;
            /** @description One that is not enabled gets nothing new; what waits for it is kept. */
            enabled?: boolean;
            /** @description Only the events of the sessions of this tenant. */
            tenantId?: string;
            /** @description Only the events of this session. */
            sessionId?: string;
            /** @description By default a random one is made and shown once, in the answer. */
            secret?: string;
        };
        Delivery: {
            id: string;
            webhookId: string;
            /** @description What the receiver sees as `webhook-id`, also of repetitions and replays. */
            eventId: string;
            event: string;
            sessionId: string;
            tenantId: string;
            seq: number;
            /**
             * @description pending: waits or is under way. dead: given up, and can be replayed.
             * @enum {string}
             */
            status: "pending" | "delivered" | "dead";
            attempts: number;
            replays: number;
            /**
             * Format: date-time
             * @description When the event was recorded.
             */
            recordedAt: string;
            /**
             * Format: date-time
             * @description When it was handed out to this endpoint.
             */
            createdAt: string;
            settledAt: string | null;
        };
        DeliveryWithAttempts: {
            id: string;
            webhookId: string;
            /** @description What the receiver sees as `webhook-id`, also of repetitions and replays. */
            eventId: string;
            event: string;
            sessionId: string;
            tenantId: string;
            seq: number;
            /**
             * @description pending: waits or is under way. dead: given up, and can be replayed.
             * @enum {string}
             */
            status: "pending" | "delivered" | "dead";
            attempts: number;
            replays: number;
            /**
             * Format: date-time
             * @description When the event was recorded.
             */
            recordedAt: string;
            /**
             * Format: date-time
             * @description When it was handed out to this endpoint.
             */
            createdAt: string;
            settledAt: string | null;
            /** @description Of one that waits; not before the endpoint is enabled and its pause over. */
            nextAttemptAt: string | null;
            /** @description The delivery at the head of its lane, which goes first, or in the same batch. */
            waitsFor: string | null;
            /** @description The latest attempts, the oldest first. */
            log: {
                /** Format: date-time */
                at: string;
                durationMs: number;
                /** @description `delivered` or what went wrong, such as `timeout` or `http_5xx`. */
                outcome: string;
                /** @description The HTTP status, if there was an answer. */
                status: number | null;
                detail: string | null;
                /** @description The beginning of the receiver's answer. */
                response: string | null;
                /**
                 * @description What this request had of its own, beside the `headers` of the endpoint. The values are shown to keys with the scope `manage` alone.
                 * @default {}
                 */
                requestHeaders: {
                    [key: string]: string;
                };
                /**
                 * @description Of an answer that was not 2xx, without cookies.
                 * @default {}
                 */
                responseHeaders: {
                    [key: string]: string;
                };
            }[];
            /** @description The bytes that are posted; null when the event log has lost them. */
            body: string | null;
        };
        DetailedHealth: {
            /**
             * @description `degraded`: requests are accepted, but something waits or fails. `unavailable`: nothing should be sent here.
             * @enum {string}
             */
            status: "ok" | "degraded" | "unavailable";
            version: string;
            reasons: components["schemas"]["HealthReason"][];
            components: {
                redis: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    version: string | null;
                    /** @description Of one question, there and back. */
                    latencyMs: number | null;
                    /** @description How far this machine's clock is ahead of Redis's. */
                    clockAheadMs: number | null;
                    /** @enum {string} */
                    appendOnly: "yes" | "no" | "unknown";
                    /** @enum {string} */
                    appendOnlyWritten: "yes" | "no" | "unknown";
                    /** @description `appendfsync`, or `unknown`. */
                    fsync: string;
                    /** @description `maxmemory-policy`, or `unknown`. */
                    evictionPolicy: string;
                    usedBytes: number | null;
                    /** @description Null without a limit, or when it is not known. */
                    limitBytes: number | null;
                };
                workers: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    count: number | null;
                    /** @description How many sessions they take together. */
                    capacity: number | null;
                    sessions: number | null;
                    /** @description Sessions that wait for a worker with room. */
                    waitingSessions: number | null;
                };
                sessions: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    total: number | null;
                    active: number | null;
                    connected: number | null;
                    qrPending: number | null;
                    connecting: number | null;
                    disconnected: number | null;
                    failed: number | null;
                };
                queues: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    /** @description Messages in the queues of all sessions. */
                    waiting: number | null;
                    oldestWaitingSeconds: number | null;
                };
                webhooks: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    pending: number | null;
                    oldestPendingSeconds: number | null;
                    pausedEndpoints: number | null;
                };
                mediaStore: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    detail: string | null;
                };
                process: {
                    /** @enum {string} */
                    status: "ok" | "degraded" | "failing" | "unknown";
                    uptimeSeconds: number;
                    /** @description Of one core, over the last seconds; more than 100 when threads use several. */
                    cpuPercent: number;
                    memory: {
                        /** @description Of the whole process. */
                        rssBytes: number;
                        /** @description Of its JavaScript objects. */
                        heapUsedBytes: number;
                    };
                    /** @description How late the event loop was, beyond its rhythm, in the last ten to twenty seconds. */
                    eventLoop: {
                        meanMs: number;
                        p99Ms: number;
                        maxMs: number;
                    };
                };
            };
        };
        /** @description A session that was connected is not any more. */
        DisconnectedEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "disconnected";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @enum {string} */
                reason: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted";
                /** @description Whether it comes back without anybody doing something. */
                isReconnectable: boolean;
            };
        };
        DiskSpace: {
            path: string;
            totalBytes: number;
            /** @description What this process may still write. */
            freeBytes: number;
        };
        Done: {
            /** @constant */
            done: true;
        };
        EnsureSession: {
            /** @description Whose session it is. By default the id of the session. */
            tenantId?: string;
            /** @description Whether it is to be connected. By default a new one is, and another stays as it is. */
            start?: boolean;
            /** @description It runs only on workers that have all of these in their WORKER_LABELS. */
            labels?: string[];
            /** @description Your own notes, given back as they are. */
            metadata?: {
                [key: string]: string;
            };
            /** @description Endpoints that get the events of this session alone. One for each url: an endpoint that it has already gets what is said here, and others stay. */
            webhooks?: components["schemas"]["SessionWebhook"][];
        };
        Erasure: {
            id: string;
            /** @enum {string} */
            kind: "tenant" | "contact";
            tenantId: string;
            /** @description Of a contact: null for all sessions of the tenant. */
            sessionId: string | null;
            /**
             * @description `incomplete`: the search at the end has still found something, named in `found`.
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "incomplete";
            /** @description What it is doing, or has done last. */
            step: string;
            /** @description What was erased, by kind. */
            erased: {
                [key: string]: number;
            };
            /** @description What a search of everything has found afterwards, by kind; empty when it is done. */
            found: {
                [key: string]: number;
            };
            /** @description What is left for people to do. */
            notes: string[];
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
        };
        /** @description What happened, told apart by `event`. Events and fields may be added. */
        Event: components["schemas"]["SessionStatusEvent"] | components["schemas"]["QrCodeEvent"] | components["schemas"]["PairingCodeEvent"] | components["schemas"]["ConnectionStatusEvent"] | components["schemas"]["ChangeStateEvent"] | components["schemas"]["ChangeBatteryEvent"] | components["schemas"]["SessionAlertEvent"] | components["schemas"]["DisconnectedEvent"] | components["schemas"]["MessageEvent"] | components["schemas"]["MessageCreateEvent"] | components["schemas"]["MessageAckEvent"] | components["schemas"]["MessageFailedEvent"] | components["schemas"]["MessageUnconfirmedEvent"] | components["schemas"]["MediaReadyEvent"] | components["schemas"]["MessageEditEvent"] | components["schemas"]["MessageRevokeEveryoneEvent"] | components["schemas"]["MessageRevokeMeEvent"] | components["schemas"]["MessageReactionEvent"] | components["schemas"]["PollVoteEvent"] | components["schemas"]["GroupJoinEvent"] | components["schemas"]["GroupLeaveEvent"] | components["schemas"]["GroupUpdateEvent"] | components["schemas"]["ContactChangedEvent"] | components["schemas"]["ChatArchivedEvent"] | components["schemas"]["ChatRemovedEvent"] | components["schemas"]["PresenceUpdateEvent"] | components["schemas"]["CallEvent"] | components["schemas"]["WebhookFailingEvent"] | components["schemas"]["WebhookRecoveredEvent"] | components["schemas"]["WebhookDisabledEvent"];
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @description Events at this place that the log of their session does not keep any more. */
            missing: {
                sessionId: string;
                seq: number;
            }[];
            /** @description `after` of the next page, also when there is nothing more yet; with `before` the `before` of it. */
            nextCursor: string;
            /** @description Whether the next page may have something already. A page can be empty. */
            hasMore: boolean;
        };
        ForwardMessage: {
            /** @description A phone number with its country code in any usual form, or a WhatsApp id (…@c.us, …@lid, …@g.us). */
            to: string;
            /** @description When to send it: an ISO 8601 time with its zone, or unix seconds. At most a year ahead. */
            sendAt?: string | number;
            /**
             * @description Interactive messages go before bulk ones, except past an earlier one to the same chat. By default interactive, in a batch bulk.
             * @enum {string}
             */
            priority?: "interactive" | "bulk";
            /** @description Your own notes, given back as they are. */
            metadata?: {
                [key: string]: string;
            };
        };
        GatewayAlert: {
            /** @enum {string} */
            code: "redis_unreachable" | "redis_loading" | "redis_is_replica" | "redis_full" | "redis_refuses_writes" | "redis_without_aof" | "redis_aof_failing" | "redis_evicts" | "redis_emptied" | "redis_memory_short" | "no_lease" | "draining" | "no_workers" | "sessions_waiting" | "sessions_failed" | "messages_stuck" | "webhooks_paused" | "media_store_failing" | "event_loop_slow";
            /** @enum {string} */
            severity: "failing" | "degraded";
            /** @description What is wrong. */
            message: string;
            /** @description What to do. */
            remedy: string;
            /** @enum {string} */
            component: "redis" | "workers" | "sessions" | "queues" | "webhooks" | "mediaStore" | "process";
            /** @description Null when nobody knows. */
            since: string | null;
        };
        Group: {
            id: string;
            subject: string;
            participantCount: number;
            description: string;
            owner?: string;
            /** @description Unix seconds. */
            createdAt?: number;
            participants: {
                id: string;
                isAdmin: boolean;
                isSuperAdmin: boolean;
            }[];
        };
        /** @description Somebody came into a group, this account perhaps. */
        GroupJoinEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "group.join";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
                /** @description WhatsApp's own name of what happened: add, invite, leave, promote, subject, … */
                action: string;
                /** @description Who did it, where WhatsApp tells. */
                by: string | null;
                /** @description The number behind `by`, in digits. */
                byPhone: string | null;
                /** @description The hidden id behind `by`. */
                byLid: string | null;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description Whom it concerns: `id`, `phone`, `lid` and `chatKey` of each. */
                participants: {
                    id: string;
                    phone: string | null;
                    lid: string | null;
                    chatKey: string;
                }[];
            };
        };
        /** @description Somebody left a group or was removed from it. */
        GroupLeaveEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "group.leave";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
                /** @description WhatsApp's own name of what happened: add, invite, leave, promote, subject, … */
                action: string;
                /** @description Who did it, where WhatsApp tells. */
                by: string | null;
                /** @description The number behind `by`, in digits. */
                byPhone: string | null;
                /** @description The hidden id behind `by`. */
                byLid: string | null;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description Whom it concerns: `id`, `phone`, `lid` and `chatKey` of each. */
                participants: {
                    id: string;
                    phone: string | null;
                    lid: string | null;
                    chatKey: string;
                }[];
            };
        };
        GroupSummary: {
            id: string;
            subject: string;
            participantCount: number;
        };
        /** @description A group changed: its name, its settings, its admins; or somebody asks to be let in. */
        GroupUpdateEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "group.update";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
                /** @description WhatsApp's own name of what happened: add, invite, leave, promote, subject, … */
                action: string;
                /** @description Who did it, where WhatsApp tells. */
                by: string | null;
                /** @description The number behind `by`, in digits. */
                byPhone: string | null;
                /** @description The hidden id behind `by`. */
                byLid: string | null;
                /** @description Unix seconds. */
                timestamp: number;
                /** @enum {string} */
                change: "settings" | "admins" | "request";
                /** @description What it is now, the new name for example; often empty. */
                value: string;
                /** @description Whom it concerns: `id`, `phone`, `lid` and `chatKey` of each. */
                participants: {
                    id: string;
                    phone: string | null;
                    lid: string | null;
                    chatKey: string;
                }[];
            };
        };
        Health: {
            /**
             * @description `degraded`: requests are accepted, but something waits or fails. `unavailable`: nothing should be sent here.
             * @enum {string}
             */
            status: "ok" | "degraded" | "unavailable";
            version: string;
            uptimeSeconds: number;
            checks: {
                /**
                 * @description `unfit`: it answers, but what is accepted would not be safe there.
                 * @enum {string}
                 */
                redis: "ok" | "unfit" | "unreachable";
                /** @description Workers that own sessions; null while that is not known. */
                workers: number | null;
            };
            reasons: components["schemas"]["HealthReason"][];
        };
        HealthAlerts: {
            /** @description As `/health/detailed` says it; empty without the scope `operate`. */
            gateway: components["schemas"]["GatewayAlert"][];
            /** @description How many sessions something is wrong with; null while Redis cannot be asked. */
            total: number | null;
            /** @description These sessions, in order of id. */
            items: components["schemas"]["SessionAlert"][];
            nextCursor: string | null;
        };
        HealthReason: {
            /** @enum {string} */
            code: "redis_unreachable" | "redis_loading" | "redis_is_replica" | "redis_full" | "redis_refuses_writes" | "redis_without_aof" | "redis_aof_failing" | "redis_evicts" | "redis_emptied" | "redis_memory_short" | "no_lease" | "draining" | "no_workers" | "sessions_waiting" | "sessions_failed" | "messages_stuck" | "webhooks_paused" | "media_store_failing" | "event_loop_slow";
            /** @enum {string} */
            severity: "failing" | "degraded";
            /** @description What is wrong. */
            message: string;
            /** @description What to do. */
            remedy: string;
        };
        Key: {
            id: string;
            name: string;
            /** @description Null for all tenants. */
            tenantId: string | null;
            scopes: ("read" | "send" | "manage" | "admin" | "operate")[];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description To the minute. */
            lastUsedAt: string | null;
            /** @description Until when the key from before the last rotation is accepted too. */
            oldKeyUntil: string | null;
        };
        KeyWithSecret: {
            id: string;
            name: string;
            /** @description Null for all tenants. */
            tenantId: string | null;
            scopes: ("read" | "send" | "manage" | "admin" | "operate")[];
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            /** @description To the minute. */
            lastUsedAt: string | null;
            /** @description Until when the key from before the last rotation is accepted too. */
            oldKeyUntil: string | null;
            /** @description The key itself. It is shown in this answer alone. */
            key: string | null;
        };
        ListedDelivery: {
            id: string;
            webhookId: string;
            /** @description What the receiver sees as `webhook-id`, also of repetitions and replays. */
            eventId: string;
            event: string;
            sessionId: string;
            tenantId: string;
            seq: number;
            /**
             * @description pending: waits or is under way. dead: given up, and can be replayed.
             * @enum {string}
             */
            status: "pending" | "delivered" | "dead";
            attempts: number;
            replays: number;
            /**
             * Format: date-time
             * @description When the event was recorded.
             */
            recordedAt: string;
            /**
             * Format: date-time
             * @description When it was handed out to this endpoint.
             */
            createdAt: string;
            settledAt: string | null;
            lastAttempt: {
                /** Format: date-time */
                at: string;
                durationMs: number;
                /** @description `delivered` or what went wrong, such as `timeout` or `http_5xx`. */
                outcome: string;
                /** @description The HTTP status, if there was an answer. */
                status: number | null;
                detail: string | null;
                /** @description The beginning of the receiver's answer. */
                response: string | null;
            } | null;
        };
        Live: {
            /** @constant */
            status: "ok";
        };
        Location: {
            latitude: number;
            longitude: number;
            name?: string;
            address?: string;
            /** Format: uri */
            url?: string;
        };
        Media: {
            /**
             * Format: uri
             * @description Fetched by the worker when the message is sent.
             */
            url?: string;
            /** @description The file itself; better for small ones. */
            base64?: string;
            /** @description The id that `POST /sessions/:id/media` gave. */
            upload?: string;
            /** @description By default what the file itself says. */
            mimetype?: string;
            /** @description How a document is called on the phone. */
            filename?: string;
        };
        /** @description The file of a received message can be fetched. */
        MediaReadyEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "media_ready";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                messageId: string;
                bytes: number;
                mimetype: string;
                filename: string | null;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        Message: {
            id: string;
            sessionId: string;
            /** @enum {string} */
            direction: "outbound" | "inbound";
            /** @description WhatsApp's id of the sender, of a message that came in. */
            from: string | null;
            /** @description The recipient as it was given. */
            to: string;
            /** @description WhatsApp's id of the chat. */
            chatId: string;
            /** @enum {string} */
            type: "text" | "image" | "video" | "audio" | "voice" | "document" | "sticker" | "location" | "contact" | "poll" | "forward" | "other";
            text: string | null;
            media?: {
                /** @description Of a file that is fetched from there. */
                url?: string;
                bytes?: number;
                mimetype?: string;
                filename?: string;
            };
            caption?: string;
            location?: components["schemas"]["Location"];
            contacts?: components["schemas"]["ContactCard"][];
            poll?: components["schemas"]["Poll"];
            /** @description WhatsApp's id of the message that is forwarded. */
            forwardOf?: string;
            /** @description WhatsApp's id of the message that this one answers. */
            replyTo?: string;
            mentions?: string[];
            /** @description null of a message that was not sent through here. */
            status: ("scheduled" | "queued" | "sending" | "unconfirmed" | "sent" | "delivered" | "read" | "played" | "failed" | "cancelled") | null;
            priority: ("interactive" | "bulk") | null;
            /** @description WhatsApp’s number beside the status: -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played. */
            ack: number | null;
            /** @description The id of the message at WhatsApp, once it has gone out. */
            whatsappId: string | null;
            /** @description How often it was handed to WhatsApp Web. */
            attempts: number;
            error: {
                code: string;
                detail: string;
            } | null;
            /** @description When it was asked to be sent, if not at once. */
            sendAt: string | null;
            /** @description Where it had to wait because the session or the chat has had its share: until when. */
            notBefore: string | null;
            batchId: string | null;
            /** @description The id of the failed message in whose place it was sent. */
            resendOf?: string;
            /** @description The id of the message that was sent in its place, after it had failed. */
            resentAs?: string;
            /** @description Your own notes, given back as they are. */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it was accepted, or came in.
             */
            createdAt: string;
            /** @description When it came into each status. */
            timeline: {
                [key: string]: string;
            };
        };
        /** @description A sent message got further. */
        MessageAckEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_ack";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                messageId: string;
                /** @description The id that the API gave the message, when it was sent through this gateway. */
                gatewayMessageId: string | null;
                /** @description -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played. */
                ack: number;
                /** @enum {string} */
                ackName: "error" | "pending" | "server" | "device" | "read" | "played";
                /** @description Unix seconds. */
                timestamp: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description A message exists: received, sent through the gateway, or written on the phone. */
        MessageCreateEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_create";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                id: string;
                from: string;
                to: string;
                /** @description The text, or the caption of a media message. */
                body: string;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description WhatsApp's kind: chat, image, ptt, location, … */
                type: string;
                hasMedia: boolean;
                isGroup: boolean;
                isStatus: boolean;
                isForwarded: boolean;
                /** @description Who wrote it, in a group. */
                author?: string;
                senderName?: string;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
                /** @description The number behind `from`, in digits. */
                fromPhone: string | null;
                /** @description The hidden id behind `from`. */
                fromLid: string | null;
                /** @description The number behind `to`, in digits. */
                toPhone: string | null;
                /** @description The hidden id behind `to`. */
                toLid: string | null;
                /** @description The number behind `author`, in digits. */
                authorPhone: string | null;
                /** @description The hidden id behind `author`. */
                authorLid: string | null;
                /** @description Its file, as far as WhatsApp tells: `mimetype`, `bytes`, `filename`, `seconds` of sounds and films, `isGif`. */
                media?: {
                    mimetype: string;
                    bytes?: number;
                    filename?: string;
                    seconds?: number;
                    isGif: boolean;
                };
                /** @description The message that it answers: its bare `id` (the part of a message id after the chat), and who wrote it (`author`, `authorPhone`, `authorLid`). */
                quoted?: {
                    id: string;
                    author?: string;
                    authorPhone: string | null;
                    authorLid: string | null;
                };
                /** @description Who is mentioned in the text: `id`, `phone`, `lid` and `chatKey` of each. */
                mentions?: {
                    id: string;
                    phone: string | null;
                    lid: string | null;
                    chatKey: string;
                }[];
                /** @description A place: `latitude`, `longitude`, `name`, `address`. */
                location?: {
                    latitude: number;
                    longitude: number;
                    name?: string;
                    address?: string;
                };
                /** @description Contact cards, each as the text of a vCard. */
                contacts?: string[];
                /** @description A poll: `question`, `options`, `allowMultiple`. */
                poll?: {
                    question: string;
                    options: string[];
                    allowMultiple: boolean;
                };
                fromMe: boolean;
                /** @description The id that the API gave the message, when it was sent through this gateway. */
                gatewayMessageId: string | null;
            };
        };
        /** @description The text of a message was changed. */
        MessageEditEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_edit";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                messageId: string;
                newBody: string;
                /** @description Empty when it is not known any more: the edit was made while nobody listened, and the text is not in the event log. */
                previousBody: string;
                /** @description Unix seconds. */
                editedAt: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description A message was received. */
        MessageEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                messageId: string;
                from: string;
                to: string;
                /** @description The text, or the caption of a media message. */
                body: string;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description WhatsApp's kind: chat, image, ptt, location, … */
                type: string;
                hasMedia: boolean;
                isGroup: boolean;
                isStatus: boolean;
                isForwarded: boolean;
                /** @description Who wrote it, in a group. */
                author?: string;
                senderName?: string;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
                /** @description The number behind `from`, in digits. */
                fromPhone: string | null;
                /** @description The hidden id behind `from`. */
                fromLid: string | null;
                /** @description The number behind `to`, in digits. */
                toPhone: string | null;
                /** @description The hidden id behind `to`. */
                toLid: string | null;
                /** @description The number behind `author`, in digits. */
                authorPhone: string | null;
                /** @description The hidden id behind `author`. */
                authorLid: string | null;
                /** @description Its file, as far as WhatsApp tells: `mimetype`, `bytes`, `filename`, `seconds` of sounds and films, `isGif`. */
                media?: {
                    mimetype: string;
                    bytes?: number;
                    filename?: string;
                    seconds?: number;
                    isGif: boolean;
                };
                /** @description The message that it answers: its bare `id` (the part of a message id after the chat), and who wrote it (`author`, `authorPhone`, `authorLid`). */
                quoted?: {
                    id: string;
                    author?: string;
                    authorPhone: string | null;
                    authorLid: string | null;
                };
                /** @description Who is mentioned in the text: `id`, `phone`, `lid` and `chatKey` of each. */
                mentions?: {
                    id: string;
                    phone: string | null;
                    lid: string | null;
                    chatKey: string;
                }[];
                /** @description A place: `latitude`, `longitude`, `name`, `address`. */
                location?: {
                    latitude: number;
                    longitude: number;
                    name?: string;
                    address?: string;
                };
                /** @description Contact cards, each as the text of a vCard. */
                contacts?: string[];
                /** @description A poll: `question`, `options`, `allowMultiple`. */
                poll?: {
                    question: string;
                    options: string[];
                    allowMultiple: boolean;
                };
            };
        };
        /** @description A message was not sent and will not be tried again. */
        MessageFailedEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_failed";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                gatewayMessageId: string;
                messageId: string | null;
                /** @description A stable reason. */
                code: string;
                /** @description What happened, in one sentence. */
                reason: string;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description Somebody reacted to a message, chose another emoji, or took the reaction back. */
        MessageReactionEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_reaction";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message that is reacted to. */
                messageId: string;
                /** @description Empty when the reaction was taken back. */
                emoji: string;
                sender: string;
                /** @description The number behind `sender`, in digits. */
                senderPhone: string | null;
                /** @description The hidden id behind `sender`. */
                senderLid: string | null;
                fromMe: boolean;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description A message was deleted for everyone. */
        MessageRevokeEveryoneEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_revoke_everyone";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                messageId: string;
                /** @description Unix seconds. */
                revokedAt: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description A message was deleted from this account only. Told of messages that came or went over the present connection. */
        MessageRevokeMeEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_revoke_me";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the message. */
                messageId: string;
                /** @description Unix seconds. */
                revokedAt: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description WhatsApp’s server has not acknowledged a message that was handed to WhatsApp Web a minute ago. It may still come; it is not sent twice. */
        MessageUnconfirmedEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "message_unconfirmed";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                gatewayMessageId: string;
                /** @description WhatsApp's id of the message. */
                messageId: string;
                /** @description Unix seconds. */
                since: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        MoveSession: {
            /** @description By default the worker that suits best. */
            worker?: string;
        };
        PairingCode: {
            /** @description Eight characters to type on the phone. */
            code: string;
            phone: string;
        };
        /** @description A pairing code waits to be typed on the phone. */
        PairingCodeEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "pairing_code";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                code: string;
                phone: string;
            };
        };
        PairingRequest: {
            phone: string;
        };
        PerformanceHealth: {
            /** @description Those whose counts are summed up below: the ones that live now, each since its own start. */
            workers: number;
            messages: {
                /** @description Those in the queues of all sessions; the count may be some seconds old. */
                waiting: number;
                /** @description Age of the one that waits longest; null when none waits. */
                oldestWaitingSeconds: number | null;
                /** @description Those whose time has not come. */
                scheduled: number;
                /** @description Those that WhatsApp's server has acknowledged. */
                processed: number;
                /** @description Those that were given up. */
                failed: number;
                /** @description From the acceptance of a message to the acknowledgement of WhatsApp's server, its waiting included. Null when there were none. */
                meanProcessingSeconds: number | null;
            };
            webhooks: {
                /** @description Deliveries that wait for their first or next attempt. */
                pending: number;
                oldestPendingSeconds: number;
                /** @description Endpoints that are left alone because most attempts failed. */
                pausedEndpoints: number;
                attempts: number;
                delivered: number;
                /** @description Deliveries that were given up. */
                deadLetters: number;
                /** @description From the recording of an event to its delivery. Null when there were none. */
                meanDeliverySeconds: number | null;
            };
            /** @description Of this api process since its start. */
            http: {
                requests: number;
                /** @description Those that were answered with 5xx. */
                serverErrors: number;
                /** @description From a request to the end of its answer. Null when there were none. */
                meanSeconds: number | null;
            };
        };
        PerformanceHistory: {
            /** @description Minutes of an interval. */
            step: number;
            /** @description From the oldest to the one that is now; none is missing. */
            items: components["schemas"]["PerformanceInterval"][];
        };
        PerformanceInterval: {
            /**
             * Format: date-time
             * @description When it began.
             */
            at: string;
            /** @description False for the last one, in which more is still to come. */
            isOver: boolean;
            messages: {
                /** @description Those in the queues of all sessions. The most in the interval. */
                waiting: number | null;
                /** @description Age of the one that waits longest; 0 when none does. The most in the interval. */
                oldestWaitingSeconds: number | null;
                /** @description Those whose time has not come. The most in the interval. */
                scheduled: number | null;
                /** @description Those that WhatsApp's server acknowledged. */
                sent: number;
                /** @description Those that were given up. */
                failed: number;
                /** @description Those whose acknowledgement was overdue. */
                unconfirmed: number;
                /** @description From the acceptance of a message to the acknowledgement of WhatsApp's server. Seconds, estimated from the buckets of a histogram; null when there were none. */
                sendSeconds: {
                    p50: number;
                    p95: number;
                } | null;
            };
            webhooks: {
                /** @description Deliveries that wait for their first or next attempt. The most in the interval. */
                pending: number | null;
                /** @description Age of the oldest event that waits for its delivery; 0 when none does. The most in the interval. */
                oldestPendingSeconds: number | null;
                /** @description Endpoints that are left alone because most attempts failed. The most in the interval. */
                pausedEndpoints: number | null;
                /** @description Deliveries that arrived. */
                delivered: number;
                /** @description Attempts that failed; one may be for several deliveries. */
                failedAttempts: number;
                /** @description Deliveries that were given up. */
                deadLetters: number;
                /** @description From the recording of an event to its delivery. Seconds, estimated from the buckets of a histogram; null when there were none. */
                deliverySeconds: {
                    p50: number;
                    p95: number;
                } | null;
            };
            /** @description As they were last in the interval. */
            sessions: {
                connected: number;
                qrPending: number;
                connecting: number;
                /** @description With those that failed. */
                disconnected: number;
                failed: number;
                /** @description Sessions that wait for a worker with room. */
                waiting: number;
            } | null;
            /** @description Those that own sessions, as it was last in the interval. */
            workers: number | null;
        };
        Poll: {
            question: string;
            options: string[];
            /** @default false */
            allowMultiple: boolean;
        };
        PollInput: {
            question: string;
            options: string[];
            /** @default false */
            allowMultiple?: boolean;
        };
        /** @description Somebody voted in a poll, or changed the vote. */
        PollVoteEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "poll.vote";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description WhatsApp's id of the poll's message. */
                messageId: string;
                /** @description All that are chosen now; none when the vote was taken back. */
                options: string[];
                voter: string;
                /** @description The number behind `voter`, in digits. */
                voterPhone: string | null;
                /** @description The hidden id behind `voter`. */
                voterLid: string | null;
                /** @description Unix seconds. */
                timestamp: number;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        /** @description Somebody is there, away, types or records. Told of the chats that `POST /sessions/{id}/chats/{chatId}/presence` has named since the session is connected, and as far as they let it be seen. */
        PresenceUpdateEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "presence.update";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @enum {string} */
                state: "available" | "unavailable" | "typing" | "recording";
                /** @description Unix seconds, of one who is away and does not hide it. */
                lastSeen: number | null;
                /** @description As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`. */
                chatId: string;
                /** @description Of the one whose chat it is in, in digits; null in a group. */
                phone: string | null;
                /** @description The hidden id of the same one; null in a group, and while it is not known. */
                lid: string | null;
                /** @description The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to. */
                chatKey: string;
            };
        };
        Problem: {
            /** @description A page about this kind of error. */
            type: string;
            title: string;
            status: number;
            /** @enum {string} */
            code: "invalid_request" | "invalid_idempotency_key" | "unauthorized" | "signed_out" | "csrf_check_failed" | "forbidden" | "route_not_found" | "console_not_built" | "request_timeout" | "idempotency_key_in_use" | "idempotency_key_reused" | "body_too_large" | "unsupported_media_type" | "url_too_long" | "headers_too_large" | "rate_limited" | "overloaded" | "storage_unavailable" | "internal_error" | "session_not_found" | "session_exists" | "session_busy" | "session_logged_out" | "session_not_running" | "session_not_ready" | "session_not_active" | "session_there_already" | "worker_not_found" | "no_room_elsewhere" | "qr_not_available" | "link_used" | "link_cannot_start" | "pairing_not_possible" | "pairing_refused" | "pairing_timeout" | "invalid_recipient" | "country_code_needed" | "unknown_recipient" | "message_not_found" | "message_not_sent" | "message_not_failed" | "message_may_have_arrived" | "message_resent" | "batch_not_found" | "upload_not_found" | "media_type_mismatch" | "media_blocked_address" | "media_not_found" | "media_gone" | "media_not_ready" | "media_not_taken" | "media_too_large" | "media_failed" | "media_store_unavailable" | "command_not_found" | "command_expired" | "outcome_unknown" | "version_mismatch" | "target_not_found" | "refused_by_whatsapp" | "unsupported_by_whatsapp" | "events_expired" | "event_gone" | "too_many_readers" | "webhook_not_found" | "webhook_blocked_address" | "webhook_from_environment" | "webhook_disabled" | "event_not_carried" | "delivery_not_found" | "delivery_pending" | "key_not_found" | "tenant_not_found" | "tenant_mismatch" | "erasure_not_found";
            /** @description What happened this time, and what to do. */
            detail: string;
            /** @description The id of the request, as it stands in the log. */
            instance: string;
            /** @description Whether the same request can succeed later. */
            retryable: boolean;
            errors?: {
                /** @description JSON pointer to the field. */
                path: string;
                message: string;
            }[];
        };
        ProcessHealth: {
            uptimeSeconds: number;
            /** @description Of one core, over the last seconds; more than 100 when threads use several. */
            cpuPercent: number;
            memory: {
                /** @description Of the whole process. */
                rssBytes: number;
                /** @description Of its JavaScript objects. */
                heapUsedBytes: number;
            };
            /** @description How late the event loop was, beyond its rhythm, in the last ten to twenty seconds. */
            eventLoop: {
                meanMs: number;
                p99Ms: number;
                maxMs: number;
            };
        };
        Qr: {
            /** @description The text that the QR code encodes. */
            qr: string;
            /** @description The QR code as a PNG data URL. */
            dataUrl: string;
            /**
             * Format: date-time
             * @description A new one comes by itself.
             */
            expiresAt: string;
        };
        /** @description A QR code waits to be scanned. Each one replaces the last. */
        QrCodeEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "qr_code";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @description The QR code as a PNG data URL. */
                qrCode: string;
                /** @description The text that it encodes. */
                qr: string;
                /** @description Seconds until the next one replaces it. */
                timeout: number;
                /** @description Unix seconds. */
                expiresAt: number;
            };
        };
        Ready: {
            /**
             * @description `degraded`: requests are accepted, but something waits or fails. `unavailable`: nothing should be sent here.
             * @enum {string}
             */
            status: "ok" | "degraded" | "unavailable";
            reasons: components["schemas"]["HealthReason"][];
        };
        ReplayedWebhook: {
            /** @description Deliveries that wait now. */
            added: number;
            /** @description What was meant but waits already, is not in the event log any more, or not in the format. */
            skipped: number;
            /** @description One call replays about 10,000: ask again with this as `cursor` until it is null. */
            nextCursor: string | null;
        };
        ReplayWebhook: {
            /**
             * @description `dead`, the default: what was given up. `all`: whatever the event log has, delivered before or not.
             * @enum {string}
             */
            status?: "dead" | "all";
            /**
             * Format: date-time
             * @description Recorded then or later.
             */
            since?: string;
            /**
             * Format: date-time
             * @description Recorded before then. By default up to now.
             */
            until?: string;
            /** @description Only these events. */
            events?: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /** @description Only events of this session. */
            sessionId?: string;
            /** @description With `sessionId`, in place of `status`, `since` and `until`: the events of the session from this number on, delivered before or not. */
            fromSeq?: number;
            /** @description With `fromSeq`: up to this number, and with it. By default up to the last one. */
            toSeq?: number;
            /** @description `nextCursor` of the answer before, with all else as it was. */
            cursor?: string;
        };
        RotateKey: {
            /**
             * @description For how long the key so far is accepted beside the new one.
             * @default 86400
             */
            keepOldSeconds?: number;
        };
        RotateSecret: {
            /** @description By default a random one is made. */
            secret?: string;
            /**
             * @description For how long deliveries carry a signature of the old secret too.
             * @default 86400
             */
            keepOldSeconds?: number;
        };
        SendMessage: {
            /** @description A phone number with its country code in any usual form, or a WhatsApp id (…@c.us, …@lid, …@g.us). */
            to: string;
            /**
             * @default text
             * @enum {string}
             */
            type?: "text" | "image" | "video" | "audio" | "voice" | "document" | "sticker" | "location" | "contact" | "poll";
            text?: string;
            /** @description Of a text: whether its first link gets a preview. By default it does. */
            linkPreview?: boolean;
            /** @description Of an image, video, audio, voice, document or sticker. */
            media?: components["schemas"]["Media"];
            /** @description Of an image, video or document. */
            caption?: string;
            location?: components["schemas"]["Location"];
            /** @description One contact card or several. */
            contact?: components["schemas"]["ContactCard"] | components["schemas"]["ContactCard"][];
            poll?: components["schemas"]["PollInput"];
            /** @description The message that this one answers: its id here or at WhatsApp. */
            replyTo?: string;
            /** @description Who is mentioned, as phone numbers or WhatsApp ids; the text must contain @ and the number of each. */
            mentions?: string[];
            /** @description When to send it: an ISO 8601 time with its zone, or unix seconds. At most a year ahead. */
            sendAt?: string | number;
            /**
             * @description Interactive messages go before bulk ones, except past an earlier one to the same chat. By default interactive, in a batch bulk.
             * @enum {string}
             */
            priority?: "interactive" | "bulk";
            /** @description Your own notes, given back as they are. */
            metadata?: {
                [key: string]: string;
            };
            /** @description The id of a message of this session that has failed, in whose place this one is sent: once. */
            resendOf?: string;
        };
        Session: {
            id: string;
            tenantId: string;
            /**
             * @description What was asked for; kept over every restart.
             * @enum {string}
             */
            desired: "running" | "stopped";
            /**
             * @description What is.
             * @enum {string}
             */
            state: "created" | "starting" | "qr" | "pairing" | "authenticating" | "ready" | "reconnecting" | "stopped" | "logged_out" | "failed";
            /**
             * @description Why it is so; stable.
             * @enum {string}
             */
            code: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted";
            /** @description What happens or what to do next, in one sentence. */
            message: string;
            /** @description The WhatsApp account, once it is known. */
            account: {
                phone: string;
                name: string;
                platform: string;
            } | null;
            /** @description What a worker must have to run it. */
            labels: string[];
            /** @description The worker process that owns the session now. */
            worker: string | null;
            /** @description Your own notes, given back as they are. */
            metadata: {
                [key: string]: string;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            stateSince: string;
            /** @description When the last message was sent or received. */
            lastActivityAt: string | null;
        };
        SessionAlert: {
            sessionId: string;
            tenantId: string;
            /**
             * @description Of its state; `probe_failed` when it calls itself ready, but its connection does not work.
             * @enum {string}
             */
            code: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted" | "probe_failed";
            /**
             * @description `failing`: it has failed.
             * @enum {string}
             */
            severity: "failing" | "degraded";
            /** @description What is wrong, and what happens or what to do, in one or two sentences. */
            message: string;
            since: string | null;
        };
        /** @description A session does not work although it should, or works again. */
        SessionAlertEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "session.alert";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @enum {string} */
                level: "warning" | "resolved";
                /** @enum {string} */
                state: "created" | "starting" | "qr" | "pairing" | "authenticating" | "ready" | "reconnecting" | "stopped" | "logged_out" | "failed";
                /** @enum {string} */
                code: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted";
                /** @description What is wrong and what happens, in one sentence. */
                message: string;
                /** @description Failed checks in a row. */
                failures: number;
            };
        };
        SessionHealth: {
            id: string;
            tenantId: string;
            /**
             * @description What was asked for; kept over every restart.
             * @enum {string}
             */
            desired: "running" | "stopped";
            /** @enum {string} */
            state: "created" | "starting" | "qr" | "pairing" | "authenticating" | "ready" | "reconnecting" | "stopped" | "logged_out" | "failed";
            /** @enum {string} */
            code: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted";
            /** @description What happens or what to do next, in one sentence. */
            message: string;
            /** Format: date-time */
            stateSince: string;
            /** @description The WhatsApp account, once it is known. */
            account: {
                phone: string;
                name: string;
                platform: string;
            } | null;
            /** @description When the last message was sent or received. */
            lastActivityAt: string | null;
            /** @description Who owns the session; null while it rests or waits for a worker. */
            owner: {
                worker: string;
                /** @description Null when the worker has no lease any more. */
                host: string | null;
                since: string | null;
                /** @description Raised with every change of hands. */
                epoch: number;
            } | null;
            /** @description Since when it has waited for a worker with room. */
            waitingSince: string | null;
            /** @description When a probe of the connection succeeded last; while all is well it is written down once a minute. */
            lastHeartbeatAt: string | null;
            lastCheckAt: string | null;
            /** @description Failed checks in a row. */
            failedChecks: number;
            /** @description Whether `session.alert` was told and is not resolved yet. */
            isAlerted: boolean;
            /** @description How often the connection was begun anew because probes failed. */
            recoveries: number;
            lastEvent: {
                seq: number;
                event: string;
                /** Format: date-time */
                at: string;
            } | null;
            /** @description Of all its processes, as measured last. */
            memoryBytes: number | null;
        };
        SessionsHealth: {
            total: number;
            /** @description Those that are connected, wait for a scan, or are on their way to either. */
            active: number;
            /** @description Those that are `ready`. */
            connected: number;
            /** @description Those that wait for somebody to scan a QR code or to enter a pairing code. */
            qrPending: number;
            /** @description Those that start, synchronise, or restore their connection. */
            connecting: number;
            /** @description Those that are created, stopped, logged out or failed. */
            disconnected: number;
            byState: {
                [key: string]: number;
            };
            /** @description Sessions that wait for a worker with room. */
            waiting: number;
            /** @description Empty with the key of a tenant. */
            workers: components["schemas"]["Worker"][];
            items: components["schemas"]["SessionHealth"][];
            nextCursor: string | null;
        };
        SessionStatus: {
            connected: boolean;
            /** @enum {string} */
            status: "disconnected" | "initializing" | "qr_available" | "connected";
            /** @description Of the account, with a plus. */
            phoneNumber: string | null;
            /** @description The QR code as a PNG data URL, if one waits to be scanned. */
            qrCode: string | null;
            /** @description When the last message was sent or received. */
            lastActivity: string | null;
        };
        /** @description The session came into another state. */
        SessionStatusEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "session.status";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                /** @enum {string} */
                status: "connecting" | "connected" | "disconnected" | "qr_code";
                /** @enum {string} */
                state: "created" | "starting" | "qr" | "pairing" | "authenticating" | "ready" | "reconnecting" | "stopped" | "logged_out" | "failed";
                /** @enum {string} */
                code: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted";
                /** @description What happens or what to do next, in one sentence. */
                message: string;
                /** @description The number of the account, once it is known. */
                phone: string | null;
            };
        };
        SessionWebhook: {
            /**
             * Format: uri
             * @description Where the events are posted.
             */
            url: string;
            /** @description Only these events; an empty list means all. */
            events?: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /**
             * @description How an event is written; see docs/webhook-formats.md.
             * @enum {string}
             */
            format?: "native" | "tenant" | "evolution" | "evolution-v2" | "connection";
            /** @description Whether the events of a session are delivered strictly one after the other: one that fails holds up those behind it. */
            ordered?: boolean;
            /** @description Several events in one request, as a JSON array; null: each by itself. */
            batch?: {
                /** @description How many events go together at most. */
                max: number;
                /**
                 * @description How long an event waits for others.
                 * @default 1000
                 */
                waitMs?: number;
            } | null;
            /** @description Further headers of each request, such as one that the receiver checks. Their values are shown to keys with the scope `manage` alone. */
            headers?: {
                [key: string]: string;
            };
            description?: string;
            /** @description One that is not enabled gets nothing new; what waits for it is kept. */
            enabled?: boolean;
            /** @description By default a random one is made and shown once, in the answer. */
            secret?: string;
        };
        SessionWithWebhooks: {
            id: string;
            tenantId: string;
            /**
             * @description What was asked for; kept over every restart.
             * @enum {string}
             */
            desired: "running" | "stopped";
            /**
             * @description What is.
             * @enum {string}
             */
            state: "created" | "starting" | "qr" | "pairing" | "authenticating" | "ready" | "reconnecting" | "stopped" | "logged_out" | "failed";
            /**
             * @description Why it is so; stable.
             * @enum {string}
             */
            code: "created" | "waiting_for_worker" | "no_matching_worker" | "starting" | "scan_qr" | "enter_code" | "authenticating" | "ready" | "interrupted" | "worker_lost" | "moving" | "login_unavailable" | "unreachable" | "start_timeout" | "crashed" | "unresponsive" | "profile_in_use" | "conflict" | "proxy_blocked" | "launch_failed" | "incompatible" | "blocked" | "stopped" | "unused" | "not_scanned" | "logged_out" | "deleted";
            /** @description What happens or what to do next, in one sentence. */
            message: string;
            /** @description The WhatsApp account, once it is known. */
            account: {
                phone: string;
                name: string;
                platform: string;
            } | null;
            /** @description What a worker must have to run it. */
            labels: string[];
            /** @description The worker process that owns the session now. */
            worker: string | null;
            /** @description Your own notes, given back as they are. */
            metadata: {
                [key: string]: string;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            stateSince: string;
            /** @description When the last message was sent or received. */
            lastActivityAt: string | null;
            /** @description Those that were named. */
            webhooks?: {
                id: string;
                url: string;
                /** @description Shown only when it was made. */
                secret: string | null;
            }[];
        };
        SimplySent: {
            /** @constant */
            success: true;
            /** @description Ours: GET /api/v1/sessions/{id}/messages/{messageId} tells what became of it. */
            messageId: string;
            /** @enum {string} */
            status: "scheduled" | "queued" | "sending" | "unconfirmed" | "sent" | "delivered" | "read" | "played" | "failed" | "cancelled";
        };
        StartConnection: {
            /** @description The session, one for each tenant. Also as `sessionId`, `session`, `instance`. */
            tenantId: string;
            /**
             * Format: uri
             * @description Where the messages of this session are posted, beside the webhooks that are set up otherwise. Also as `webhook`, `webhook_url`.
             */
            webhookUrl?: string;
            /** @description By default a random one is made and shown once, in the answer. */
            webhookSecret?: string;
        };
        StartedSession: {
            /** @constant */
            success: true;
            sessionId: string;
            /**
             * @description The state in fewer words; `session.state` has it as it is.
             * @enum {string}
             */
            status: "disconnected" | "initializing" | "qr_available" | "connected";
            /** @description The QR code as a PNG data URL, if one waits to be scanned. */
            qrCode: string | null;
            session: components["schemas"]["Session"];
        };
        StoredMessage: {
            /** @description The id of the message in this API, where it has one: it was sent or seen through here lately. */
            id: string | null;
            /** @description WhatsApp's id; it can stand in the place of `id` in every path. */
            messageId: string;
            fromMe: boolean;
            from: string;
            to: string;
            /** @description Who wrote it, in a group. */
            author?: string;
            /** @description The name that the sender chose, where known. */
            senderName?: string;
            /** @description WhatsApp's kind: chat, image, ptt, location, … */
            type: string;
            /** @description The text, or the caption of a media message. */
            body: string;
            /** @description Unix seconds. */
            timestamp: number;
            /** @description -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played. */
            ack: number;
            hasMedia: boolean;
            isForwarded: boolean;
            isEdited: boolean;
            /** @description When it was edited last, in unix seconds. */
            editedAt?: number;
            /** @description Whether it was deleted for everyone; then nothing is left of what it said. */
            isRevoked: boolean;
            /** @description Its file, as far as WhatsApp tells: `mimetype`, `bytes`, `filename`, `seconds` of sounds and films, `isGif`. */
            media?: {
                mimetype: string;
                bytes?: number;
                filename?: string;
                seconds?: number;
                isGif: boolean;
            };
            /** @description A place: `latitude`, `longitude`, `name`, `address`. */
            location?: {
                latitude: number;
                longitude: number;
                name?: string;
                address?: string;
            };
            /** @description Contact cards, each as the text of a vCard. */
            contacts?: string[];
            /** @description A poll: `question`, `options`, `allowMultiple`. */
            poll?: {
                question: string;
                options: string[];
                allowMultiple: boolean;
            };
            /** @description The message that it answers. */
            quoted?: {
                /** @description WhatsApp's id; null where its author is not known. */
                messageId: string | null;
                author?: string;
                fromMe: boolean;
                type?: string;
                /** @description The text or caption as it was when it was answered. */
                body?: string;
            };
            /** @description WhatsApp's ids of those who are mentioned in the text. */
            mentions?: string[];
            /** @description Who reacts to it now, each person once. Not told of the `lastMessage` of a chat. */
            reactions?: {
                emoji: string;
                sender: string;
                fromMe: boolean;
                /** @description Unix seconds. */
                timestamp: number;
            }[];
        };
        SystemHealth: {
            version: string;
            nodeVersion: string;
            host: {
                name: string;
                uptimeSeconds: number;
                cpus: number;
                /** @description Over 1, 5 and 15 minutes. */
                loadAverage: number[];
                memory: {
                    /** @description Of the machine, or of the container when that has less. */
                    totalBytes: number;
                    /** @description Of the machine. */
                    freeBytes: number;
                };
            };
            process: components["schemas"]["ProcessHealth"];
            /** @description Of the folders that this api writes to. */
            disks: components["schemas"]["DiskSpace"][];
            /** @description As each told it in the last 20 seconds; null while Redis cannot be asked. */
            workers: components["schemas"]["WorkerSystem"][] | null;
        };
        TenantMessage: {
            /** @description A phone number with its country code, or a WhatsApp id. */
            to: string;
            /** @description The text; of a file its caption, where there is no `caption`. */
            message?: string;
            /**
             * @description By default `image` with a `mediaUrl`, else `text`.
             * @enum {string}
             */
            type?: "text" | "image" | "video" | "audio" | "voice" | "document" | "sticker";
            /**
             * Format: uri
             * @description Where the file is fetched from when the message is sent.
             */
            mediaUrl?: string;
            /** @description Of an image, video or document. */
            caption?: string;
            /** @description How a document is called on the phone. */
            filename?: string;
        };
        TestWebhook: {
            /**
             * @description The example of this event is delivered.
             * @default message
             * @enum {string}
             */
            event?: "session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled";
        };
        Token: {
            /** @description For `Authorization: Bearer`, or `?token=` where no header can be set. It cannot be looked up. */
            token: string;
            /** @enum {string} */
            purpose: "connect" | "events";
            sessionId: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Upload: {
            /** @description To be given as `media.upload` of a message. */
            id: string;
            bytes: number;
            mimetype: string;
            filename: string | null;
            /** Format: date-time */
            expiresAt: string;
        };
        Webhook: {
            id: string;
            /**
             * Format: uri
             * @description Where the events are posted.
             */
            url: string;
            /** @description Only these events; an empty list means all. */
            events: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /**
             * @description How an event is written; see docs/webhook-formats.md.
             * @enum {string}
             */
            format: "native" | "tenant" | "evolution" | "evolution-v2" | "connection";
            /** @description Whether the events of a session are delivered strictly one after the other: one that fails holds up those behind it. */
            ordered: boolean;
            /** @description Several events in one request, as a JSON array; null: each by itself. */
            batch: {
                /** @description How many events go together at most. */
                max: number;
                /**
                 * @description How long an event waits for others.
                 * @default 1000
                 */
                waitMs: number;
            } | null;
            /** @description Further headers of each request, such as one that the receiver checks. Their values are shown to keys with the scope `manage` alone. */
            headers: {
                [key: string]: string;
            };
            description: string;
            /** @description One that is not enabled gets nothing new; what waits for it is kept. */
            enabled: boolean;
            tenantId: string | null;
            sessionId: string | null;
            disabledReason: ("by_request" | "gone" | "failing") | null;
            /** @description Whether APP_WEBHOOK_URL made it; then it is changed in the configuration of the workers. */
            isFromEnvironment: boolean;
            isSigned: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            health: {
                /** @description Deliveries that wait. */
                pending: number;
                /** @description When the oldest of their events was recorded. */
                oldestPendingAt: string | null;
                /** @description Deliveries that were given up and can be replayed. */
                dead: number;
                /** @description Since when nothing but failures has come back. */
                failingSince: string | null;
                /** @description Too many attempts failed: until then nothing is tried, and then one. */
                pausedUntil: string | null;
                lastDeliveredAt: string | null;
                /** @description What came of the last attempt that failed. */
                lastFailure: string | null;
            };
        };
        /** @description An endpoint gets nothing more until somebody enables it: it has answered 410 Gone, or nothing but failures for five days. */
        WebhookDisabledEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "webhook.disabled";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                webhookId: string;
                /** @description Of the endpoint, without what follows a question mark. */
                url: string;
                /** @enum {string} */
                reason: "gone" | "failing";
            };
        };
        /** @description An endpoint has not taken an event in four attempts. It is tried on. */
        WebhookFailingEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "webhook.failing";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                webhookId: string;
                /** @description Of the endpoint, without what follows a question mark. */
                url: string;
                /** @description Since when nothing but failures came back, in unix seconds. */
                since: number;
                /** @description What came of the last attempt. */
                reason: string;
            };
        };
        /** @description An endpoint that was told of as failing has taken an event. */
        WebhookRecoveredEvent: {
            /** @description Of the event; the same over every repetition. */
            id: string;
            /** @description Counts the events of the session from 1 without a gap. */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            event: "webhook.recovered";
            sessionId: string;
            tenantId: string;
            /** @description Unix seconds. */
            timestamp: number;
            data: {
                webhookId: string;
                /** @description Of the endpoint, without what follows a question mark. */
                url: string;
            };
        };
        WebhookWithSecret: {
            id: string;
            /**
             * Format: uri
             * @description Where the events are posted.
             */
            url: string;
            /** @description Only these events; an empty list means all. */
            events: ("session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled")[];
            /**
             * @description How an event is written; see docs/webhook-formats.md.
             * @enum {string}
             */
            format: "native" | "tenant" | "evolution" | "evolution-v2" | "connection";
            /** @description Whether the events of a session are delivered strictly one after the other: one that fails holds up those behind it. */
            ordered: boolean;
            /** @description Several events in one request, as a JSON array; null: each by itself. */
            batch: {
                /** @description How many events go together at most. */
                max: number;
                /**
                 * @description How long an event waits for others.
                 * @default 1000
                 */
                waitMs: number;
            } | null;
            /** @description Further headers of each request, such as one that the receiver checks. Their values are shown to keys with the scope `manage` alone. */
            headers: {
                [key: string]: string;
            };
            description: string;
            /** @description One that is not enabled gets nothing new; what waits for it is kept. */
            enabled: boolean;
            tenantId: string | null;
            sessionId: string | null;
            disabledReason: ("by_request" | "gone" | "failing") | null;
            /** @description Whether APP_WEBHOOK_URL made it; then it is changed in the configuration of the workers. */
            isFromEnvironment: boolean;
            isSigned: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            health: {
                /** @description Deliveries that wait. */
                pending: number;
                /** @description When the oldest of their events was recorded. */
                oldestPendingAt: string | null;
                /** @description Deliveries that were given up and can be replayed. */
                dead: number;
                /** @description Since when nothing but failures has come back. */
                failingSince: string | null;
                /** @description Too many attempts failed: until then nothing is tried, and then one. */
                pausedUntil: string | null;
                lastDeliveredAt: string | null;
                /** @description What came of the last attempt that failed. */
                lastFailure: string | null;
            };
            /** @description Shown only now; null in the answer to a repetition. */
            secret: string | null;
        };
        Worker: {
            id: string;
            host: string;
            labels: string[];
            /** @description How many it owns. */
            sessions: number;
            /** @description How many it takes at most now, by count and by memory. */
            capacity: number;
            /** @description It gives its sessions up and takes no other. */
            isDraining: boolean;
            /** Format: date-time */
            startedAt: string;
            /** @description Milliseconds since its last sign of life. */
            lastBeatMs: number;
            /** @description Null until it has told, some seconds after its start. */
            version: string | null;
            /** @description Of the browsers of its sessions, as measured last; null until it has told. */
            memoryBytes: number | null;
        };
        WorkerSystem: {
            id: string;
            host: string;
            version: string;
            roles: string[];
            process: components["schemas"]["ProcessHealth"];
            /** @description Of its Chromium profiles. */
            disk: components["schemas"]["DiskSpace"] | null;
            sessions: {
                count: number;
                /** @description Of their browsers, as measured last. */
                memoryBytes: number;
            };
        };
    };
    responses: never;
    parameters: {
        /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
        IdempotencyKey: string;
        /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
        PreferWait: string;
        /** @description Of a stream: goes on after this event, whatever `after` says. Browsers send it by themselves. */
        LastEventId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Batch = components['schemas']['Batch'];
export type BulkMessages = components['schemas']['BulkMessages'];
export type CallEvent = components['schemas']['CallEvent'];
export type ChangeBatteryEvent = components['schemas']['ChangeBatteryEvent'];
export type ChangeSession = components['schemas']['ChangeSession'];
export type ChangeStateEvent = components['schemas']['ChangeStateEvent'];
export type ChangeWebhook = components['schemas']['ChangeWebhook'];
export type Chat = components['schemas']['Chat'];
export type ChatArchivedEvent = components['schemas']['ChatArchivedEvent'];
export type ChatRemovedEvent = components['schemas']['ChatRemovedEvent'];
export type Command = components['schemas']['Command'];
export type Connection = components['schemas']['Connection'];
export type ConnectionMessage = components['schemas']['ConnectionMessage'];
export type ConnectionStatusEvent = components['schemas']['ConnectionStatusEvent'];
export type ConnectLink = components['schemas']['ConnectLink'];
export type Contact = components['schemas']['Contact'];
export type ContactCard = components['schemas']['ContactCard'];
export type ContactChangedEvent = components['schemas']['ContactChangedEvent'];
export type CreateConnectLink = components['schemas']['CreateConnectLink'];
export type CreateKey = components['schemas']['CreateKey'];
export type CreateSession = components['schemas']['CreateSession'];
export type CreateToken = components['schemas']['CreateToken'];
export type CreateWebhook = components['schemas']['CreateWebhook'];
export type Delivery = components['schemas']['Delivery'];
export type DeliveryWithAttempts = components['schemas']['DeliveryWithAttempts'];
export type DetailedHealth = components['schemas']['DetailedHealth'];
export type DisconnectedEvent = components['schemas']['DisconnectedEvent'];
export type DiskSpace = components['schemas']['DiskSpace'];
export type Done = components['schemas']['Done'];
export type EnsureSession = components['schemas']['EnsureSession'];
export type Erasure = components['schemas']['Erasure'];
export type Event = components['schemas']['Event'];
export type EventPage = components['schemas']['EventPage'];
export type ForwardMessage = components['schemas']['ForwardMessage'];
export type GatewayAlert = components['schemas']['GatewayAlert'];
export type Group = components['schemas']['Group'];
export type GroupJoinEvent = components['schemas']['GroupJoinEvent'];
export type GroupLeaveEvent = components['schemas']['GroupLeaveEvent'];
export type GroupSummary = components['schemas']['GroupSummary'];
export type GroupUpdateEvent = components['schemas']['GroupUpdateEvent'];
export type Health = components['schemas']['Health'];
export type HealthAlerts = components['schemas']['HealthAlerts'];
export type HealthReason = components['schemas']['HealthReason'];
export type Key = components['schemas']['Key'];
export type KeyWithSecret = components['schemas']['KeyWithSecret'];
export type ListedDelivery = components['schemas']['ListedDelivery'];
export type Live = components['schemas']['Live'];
export type Location = components['schemas']['Location'];
export type Media = components['schemas']['Media'];
export type MediaReadyEvent = components['schemas']['MediaReadyEvent'];
export type Message = components['schemas']['Message'];
export type MessageAckEvent = components['schemas']['MessageAckEvent'];
export type MessageCreateEvent = components['schemas']['MessageCreateEvent'];
export type MessageEditEvent = components['schemas']['MessageEditEvent'];
export type MessageEvent = components['schemas']['MessageEvent'];
export type MessageFailedEvent = components['schemas']['MessageFailedEvent'];
export type MessageReactionEvent = components['schemas']['MessageReactionEvent'];
export type MessageRevokeEveryoneEvent = components['schemas']['MessageRevokeEveryoneEvent'];
export type MessageRevokeMeEvent = components['schemas']['MessageRevokeMeEvent'];
export type MessageUnconfirmedEvent = components['schemas']['MessageUnconfirmedEvent'];
export type MoveSession = components['schemas']['MoveSession'];
export type PairingCode = components['schemas']['PairingCode'];
export type PairingCodeEvent = components['schemas']['PairingCodeEvent'];
export type PairingRequest = components['schemas']['PairingRequest'];
export type PerformanceHealth = components['schemas']['PerformanceHealth'];
export type PerformanceHistory = components['schemas']['PerformanceHistory'];
export type PerformanceInterval = components['schemas']['PerformanceInterval'];
export type Poll = components['schemas']['Poll'];
export type PollInput = components['schemas']['PollInput'];
export type PollVoteEvent = components['schemas']['PollVoteEvent'];
export type PresenceUpdateEvent = components['schemas']['PresenceUpdateEvent'];
export type Problem = components['schemas']['Problem'];
export type ProcessHealth = components['schemas']['ProcessHealth'];
export type Qr = components['schemas']['Qr'];
export type QrCodeEvent = components['schemas']['QrCodeEvent'];
export type Ready = components['schemas']['Ready'];
export type ReplayedWebhook = components['schemas']['ReplayedWebhook'];
export type ReplayWebhook = components['schemas']['ReplayWebhook'];
export type RotateKey = components['schemas']['RotateKey'];
export type RotateSecret = components['schemas']['RotateSecret'];
export type SendMessage = components['schemas']['SendMessage'];
export type Session = components['schemas']['Session'];
export type SessionAlert = components['schemas']['SessionAlert'];
export type SessionAlertEvent = components['schemas']['SessionAlertEvent'];
export type SessionHealth = components['schemas']['SessionHealth'];
export type SessionsHealth = components['schemas']['SessionsHealth'];
export type SessionStatus = components['schemas']['SessionStatus'];
export type SessionStatusEvent = components['schemas']['SessionStatusEvent'];
export type SessionWebhook = components['schemas']['SessionWebhook'];
export type SessionWithWebhooks = components['schemas']['SessionWithWebhooks'];
export type SimplySent = components['schemas']['SimplySent'];
export type StartConnection = components['schemas']['StartConnection'];
export type StartedSession = components['schemas']['StartedSession'];
export type StoredMessage = components['schemas']['StoredMessage'];
export type SystemHealth = components['schemas']['SystemHealth'];
export type TenantMessage = components['schemas']['TenantMessage'];
export type TestWebhook = components['schemas']['TestWebhook'];
export type Token = components['schemas']['Token'];
export type Upload = components['schemas']['Upload'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookDisabledEvent = components['schemas']['WebhookDisabledEvent'];
export type WebhookFailingEvent = components['schemas']['WebhookFailingEvent'];
export type WebhookRecoveredEvent = components['schemas']['WebhookRecoveredEvent'];
export type WebhookWithSecret = components['schemas']['WebhookWithSecret'];
export type Worker = components['schemas']['Worker'];
export type WorkerSystem = components['schemas']['WorkerSystem'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterPreferWait = components['parameters']['PreferWait'];
export type ParameterLastEventId = components['parameters']['LastEventId'];
export type $defs = Record<string, never>;
export interface operations {
    getLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getDetailedHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedHealth"];
                };
            };
        };
    };
    getAlerts: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAlerts"];
                };
            };
        };
    };
    getSystemHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemHealth"];
                };
            };
        };
    };
    getPerformance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceHealth"];
                };
            };
        };
    };
    getPerformanceHistory: {
        parameters: {
            query?: {
                /** @description How far back, up to a day. */
                minutes?: number;
                /** @description Minutes that are put together. Intervals begin at multiples of it since 1970. */
                step?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceHistory"];
                };
            };
        };
    };
    getSessionsHealth: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsHealth"];
                };
            };
        };
    };
    getSessionHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionHealth"];
                };
            };
        };
    };
    moveSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MoveSession"];
            };
        };
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Only what belongs to this tenant. */
                tenantId?: string;
                /** @description Only those in this state. */
                state?: "created" | "starting" | "qr" | "pairing" | "authenticating" | "ready" | "reconnecting" | "stopped" | "logged_out" | "failed";
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWithWebhooks"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    ensureSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EnsureSession"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWithWebhooks"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    changeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSession"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWithWebhooks"];
                };
            };
        };
    };
    startSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedSession"];
                };
            };
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedSession"];
                };
            };
        };
    };
    stopSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    restartSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    logoutSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    requestPairingCode: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairingRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairingCode"];
                };
            };
        };
    };
    getQr: {
        parameters: {
            query?: {
                /** @description By default what the Accept header asks for. */
                format?: "json" | "png" | "svg";
            };
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Qr"];
                    "image/png": string;
                    "image/svg+xml": string;
                };
            };
        };
    };
    listSessionEvents: {
        parameters: {
            query?: {
                /** @description Only what comes after this cursor; `oldest` for all that is kept. By default a page begins with the oldest, a stream with what happens now. */
                after?: "oldest" | string;
                /** @description A page only, not with `after`: the newest events before this cursor, newest first; `newest` begins with the last one. */
                before?: "newest" | string;
                /** @description Of a page; a stream has none. */
                limit?: number;
                /** @description Only these events, separated by commas. */
                event?: string;
            };
            header?: {
                /** @description Of a stream: goes on after this event, whatever `after` says. Browsers send it by themselves. */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                    "text/event-stream": string;
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Only what comes after this cursor; `oldest` for all that is kept. By default a page begins with the oldest, a stream with what happens now. */
                after?: "oldest" | string;
                /** @description A page only, not with `after`: the newest events before this cursor, newest first; `newest` begins with the last one. */
                before?: "newest" | string;
                /** @description Of a page; a stream has none. */
                limit?: number;
                /** @description Only these events, separated by commas. */
                event?: string;
                /** @description Only what belongs to this session. */
                sessionId?: string;
                /** @description Only what belongs to this tenant. */
                tenantId?: string;
            };
            header?: {
                /** @description Of a stream: goes on after this event, whatever `after` says. Browsers send it by themselves. */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                    "text/event-stream": string;
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Only those of this tenant alone. */
                tenantId?: string;
                /** @description Only those of this session alone. */
                sessionId?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhook"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestWebhook"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only of this event. */
                event?: "session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled";
                /** @description Only of this session. */
                sessionId?: string;
                /** @description Only those with this status. */
                status?: "pending" | "delivered" | "dead";
            };
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedDelivery"][];
                        /** @description A page may have fewer items than `limit`, and there is more while this is not null. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only of this event. */
                event?: "session.status" | "qr_code" | "pairing_code" | "connection.status" | "change_state" | "change_battery" | "session.alert" | "disconnected" | "message" | "message_create" | "message_ack" | "message_failed" | "message_unconfirmed" | "media_ready" | "message_edit" | "message_revoke_everyone" | "message_revoke_me" | "message_reaction" | "poll.vote" | "group.join" | "group.leave" | "group.update" | "contact.changed" | "chat.archived" | "chat.removed" | "presence.update" | "call" | "webhook.failing" | "webhook.recovered" | "webhook.disabled";
                /** @description Only of this session. */
                sessionId?: string;
            };
            header?: never;
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedDelivery"][];
                        /** @description A page may have fewer items than `limit`, and there is more while this is not null. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the delivery. */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the delivery. */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the webhook. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayWebhook"];
            };
        };
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedWebhook"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Key"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKey"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyWithSecret"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the key. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateKey"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyWithSecret"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateToken"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
        };
    };
    createConnectLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateConnectLink"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectLink"];
                };
            };
        };
    };
    eraseTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the tenant. */
                tenantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    eraseContactOfTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the tenant. */
                tenantId: string;
                /** @description A phone number with its country code, or an id like 5511987654321@c.us, …@lid or …@g.us. */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    eraseContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number with its country code, or an id like 5511987654321@c.us, …@lid or …@g.us. */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the erasure. */
                erasureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    exportTenant: {
        parameters: {
            query?: {
                /** @description Only what names this contact, by number or id. */
                contact?: string;
            };
            header?: never;
            path: {
                /** @description The id of the tenant. */
                tenantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description A phone number or WhatsApp id. */
                chat?: string;
                /** @description Only those that went this way. */
                direction?: "outbound" | "inbound";
                /** @description Only those with this status. */
                status?: "scheduled" | "queued" | "sending" | "unconfirmed" | "sent" | "delivered" | "read" | "played" | "failed" | "cancelled";
                /** @description Accepted then or later. */
                since?: string;
                /** @description Accepted before then. */
                until?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Message"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
                "multipart/form-data": {
                    /** @description The message as JSON, without `media`. Its fields may also be fields of the form: `to`, `type`, `caption`. */
                    message?: string;
                    /**
                     * Format: binary
                     * @description The file; its name and type are taken over.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    forwardMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description Ours, or the one at WhatsApp. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardMessage"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    listScheduledMessages: {
        parameters: {
            query: {
                /** @description Others are listed by session. */
                status: "scheduled";
                /** @description Only what belongs to this tenant. */
                tenantId?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Message"][];
                        /** @description A page may have fewer items than `limit`, and there is more while this is not null. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description Ours, or the one at WhatsApp. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    deleteMessage: {
        parameters: {
            query?: {
                /** @description For whom it is deleted. */
                for?: "everyone" | "me";
            };
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description Ours, or the one at WhatsApp. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"] | components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    editMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description Ours, or the one at WhatsApp. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    reactToMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description Ours, or the one at WhatsApp. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One emoji; empty takes the reaction back. */
                    emoji: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    sendBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkMessages"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description Accepted; it goes on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Batch"][];
                        /** @description A page may have fewer items than `limit`, and there is more while this is not null. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    listAllBatches: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only what belongs to this tenant. */
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Batch"][];
                        /** @description A page may have fewer items than `limit`, and there is more while this is not null. */
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the batch. */
                batchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    cancelBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the batch. */
                batchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    listBatchMessages: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the batch. */
                batchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Message"][];
                        nextCursor: string | null;
                    };
                };
            };
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file; its name and type are taken over.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
        };
    };
    getMessageFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description Ours, or the one at WhatsApp. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listChats: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Chat"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listChatMessages: {
        parameters: {
            query?: {
                /** @description At most so many. */
                limit?: number;
                /** @description `nextCursor` of the page before, for the messages that are older. */
                cursor?: string;
            };
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StoredMessage"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    markChatSeen: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    showTyping: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default typing
                     * @enum {string}
                     */
                    state?: "typing" | "recording" | "paused";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    watchPresence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description null: WhatsApp has told nothing yet. */
                        state: ("available" | "unavailable" | "typing" | "recording") | null;
                        /** @description Unix seconds, of one who is away and does not hide it. */
                        lastSeen: number | null;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    archiveChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default true */
                    archived?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listContacts: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Contact"][];
                        nextCursor: string | null;
                        /**
                         * Format: date-time
                         * @description When they were read from WhatsApp.
                         */
                        syncedAt: string;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    syncContacts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contacts: number;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    getContact: {
        parameters: {
            query?: {
                /** @description Ask WhatsApp although the contact is known here. */
                refresh?: "true" | "false";
            };
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    getContactPicture: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Can be fetched for some time. */
                        url: string | null;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    blockContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    unblockContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description A phone number or WhatsApp id. */
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    checkNumbers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    phones: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            input: string;
                            /** @description Digits with the country code; null when it is no phone number. */
                            phone: string | null;
                            /** @description The forms under which WhatsApp may know it. */
                            forms: string[];
                            /** @description null when that could not be found out. */
                            isRegistered: boolean | null;
                            /** @description WhatsApp's id of the account. */
                            chatId: string | null;
                            /** @description Why it is no phone number, or could not be asked for. */
                            detail: string | null;
                        }[];
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["GroupSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    subject: string;
                    participants: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        subject: string;
                        participants: {
                            id: string;
                            isDone: boolean;
                            /** @description Why not. */
                            detail?: string;
                        }[];
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the group, like 120363041234567890@g.us. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    renameGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the group, like 120363041234567890@g.us. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    subject: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    describeGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the group, like 120363041234567890@g.us. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    changeParticipants: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the group, like 120363041234567890@g.us. */
                groupId: string;
                /** @description What is done with them. */
                change: "add" | "remove" | "promote" | "demote";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    participants: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            isDone: boolean;
                            /** @description Why not. */
                            detail?: string;
                        }[];
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    getGroupInvite: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the group, like 120363041234567890@g.us. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        url: string;
                    };
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    leaveGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key when its answer was lost: it is carried out once, and answered alike for a day. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the group, like 120363041234567890@g.us. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description It goes on; ask at `Location`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=N` waits at most so many seconds (up to 60) for the outcome, which is answered with 200. Without one in time it is a 202. */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path: {
                /** @description The id of the session. */
                id: string;
                /** @description The id of the command. */
                commandId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Command"];
                };
            };
        };
    };
}
