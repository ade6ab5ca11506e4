import { Route, Switch } from 'wouter';
import { lazyPart } from '../ui/lazy-part.ts';
import { SessionListPage } from './list/session-list-page.tsx';

const SessionPage = lazyPart(() => import('./session/session-page.tsx'));

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
