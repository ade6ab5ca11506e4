import { Redirect, Route, Switch } from 'wouter';
import { BatchPage } from './bulk/batch-page.tsx';
import { JobsPage, TABS } from './jobs-page.tsx';
import { NewBulkPage } from './new/new-bulk-page.tsx';

/** What was given to be sent beside a conversation: to many, later, or in vain. */
export default function JobsArea() {
  return (
    <Switch>
      <Route path="/new">
        <NewBulkPage />
      </Route>
      <Route path="/bulk/:session/:batch">
        {({ session, batch }) => <BatchPage session={session} id={batch} />}
      </Route>
      {TABS.map((tab) => (
        <Route key={tab} path={`/${tab}`}>
          <JobsPage tab={tab} />
        </Route>
      ))}
      <Route>
        <Redirect to="/bulk" replace />
      </Route>
    </Switch>
  );
}
