import { Route, Switch } from 'wouter';
import { DeliveryPage } from './delivery/delivery-page.tsx';
import { EndpointPage } from './endpoint/endpoint-page.tsx';
import { EndpointsPage } from './endpoints/endpoints-page.tsx';
import { SignaturePage } from './signature/signature-page.tsx';

/** Where events are posted to, what became of each, and sending them again. */
export default function DeliveriesArea() {
  return (
    <Switch>
      <Route path="/signature">
        <SignaturePage />
      </Route>
      <Route path="/:id">{({ id }) => <EndpointPage key={id} id={id} />}</Route>
      <Route path="/:id/:deliveryId">
        {({ deliveryId }) => <DeliveryPage key={deliveryId} id={deliveryId} />}
      </Route>
      <Route>
        <EndpointsPage />
      </Route>
    </Switch>
  );
}
