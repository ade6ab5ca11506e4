import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { SessionListPage } from './list/session-list-page.tsx';

const SessionPage = lazy(() => import('./session/session-page.tsx'));

/** Every session, and each by itself. */
export default function SessionsArea() {
  return (
    <Switch>
      <Route path="/">
        <SessionListPage />
      </Route>
      <Route path="/:id/:part?">
        {({ id, part }) => <SessionPage key={id} id={id} part={part === 'settings' ? part : 'timeline'} />}
      </Route>
    </Switch>
  );
}
