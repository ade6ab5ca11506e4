import { Route, Switch } from 'wouter';
import { OverviewPage } from './overview-page.tsx';
import { WorkerPage } from './workers/worker-page.tsx';

/** For whoever runs the gateway: whether all is well, what is not, and where everything is. */
export default function OperationsArea() {
  return (
    <Switch>
      <Route path="/workers/:id">{({ id }) => <WorkerPage id={decodeURIComponent(id)} />}</Route>
      <Route>
        <OverviewPage />
      </Route>
    </Switch>
  );
}
