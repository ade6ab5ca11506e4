import { chatModules } from './modules/chats.ts';
import { groupModules } from './modules/groups.ts';
import { linkingModules } from './modules/linking.ts';
import { mediaModules } from './modules/media.ts';
import { peopleModules } from './modules/people.ts';
import { preferenceModules } from './modules/preferences.ts';
import { sendingModules } from './modules/sending.ts';
import { storeModules } from './modules/stores.ts';
import { install, requireModule } from './registry.ts';
import { launch } from './session.ts';
import { switches } from './switches.ts';

function boot(): void {
  install({
    ...linkingModules,
    ...storeModules,
    ...chatModules,
    ...sendingModules,
    ...mediaModules,
    ...peopleModules,
    ...groupModules,
    ...preferenceModules,
  });
  Object.assign(window, { require: requireModule });
  if (!switches.noDebug) Object.assign(window, { Debug: { VERSION: switches.version } });
  launch().catch(reportError);
}

if (switches.bootMs > 0) setTimeout(boot, switches.bootMs);
else boot();
