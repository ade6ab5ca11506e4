import { button, element } from './dom.ts';
import { act, choose, control, type View } from './phone.ts';

/** The phone itself: whose it is, its battery, and its linked devices. */
export function settings(view: View): HTMLElement {
  return element('aside', { class: 'settings' }, whose(view), battery(view), devices(view), link(view));
}

function whose({ state, account }: View): HTMLElement {
  const select = element(
    'select',
    { ariaLabel: 'Phone', onchange: () => choose('phone', left(select).value) },
    ...state.accounts.map(({ phone, name }) =>
      element('option', { value: phone, selected: phone === account.phone }, `${name} · +${phone}`),
    ),
  );
  const add = (): void => {
    const name = prompt('Name of the new phone’s owner', 'Ada');
    if (name === null) return;
    act(async () => choose('phone', (await control.account({ name })).phone));
  };
  return element('div', { class: 'row' }, select, button('New', add, 'New phone'));
}

function battery({ account }: View): HTMLElement {
  const { phone, battery: level, plugged } = account;
  const set = (): void =>
    act(() => control.battery({ phone, battery: Number(left(slider).value), plugged: plug.checked }));
  const slider = element('input', {
    type: 'range',
    min: '0',
    max: '100',
    value: String(level),
    ariaLabel: 'Battery',
    onchange: set,
  });
  const plug = element('input', { type: 'checkbox', checked: plugged, onchange: set });
  return element(
    'div',
    { class: 'row' },
    element('span', {}, `Battery ${level} %`),
    slider,
    element('label', {}, plug, ' plugged in'),
  );
}

function devices({ account }: View): HTMLElement {
  const { phone } = account;
  const rows = account.devices.map(({ id, connected, queue }) =>
    element(
      'li',
      { class: 'row' },
      element('span', { class: connected ? 'dot on' : 'dot', title: connected ? 'Connected' : 'Away' }),
      element(
        'span',
        { class: 'grow' },
        `WhatsApp Web ${id.split(':')[1] ?? ''}${queue > 0 ? ` · ${queue} waiting` : ''}`,
      ),
      button('Log out', () => act(() => control.phoneLogout({ phone, device: id }))),
    ),
  );
  const title = element('h2', {}, 'Linked devices');
  return element(
    'section',
    {},
    title,
    rows.length > 0 ? element('ul', {}, ...rows) : element('p', { class: 'hint' }, 'None.'),
  );
}

function link({ state, account, notice }: View): HTMLElement {
  const { phone } = account;
  const input = element('input', {
    placeholder: 'QR text or pairing code',
    ariaLabel: 'QR text or pairing code',
    id: 'qr',
  });
  const scan = (): void => {
    const text = input.value.trim();
    if (text.includes(',')) act(() => control.scan({ qr: text, phone }));
    else if (text !== '') act(() => control.enterCode({ code: text, phone }));
  };
  const shown = state.qrs.map(({ ref, expiresAt }) => {
    const seconds = Math.max(0, Math.round((expiresAt - Date.now()) / 1000));
    return button(`Scan …${ref.slice(-6)} (${seconds} s)`, () =>
      act(() => control.scan({ qr: `${ref},,,,`, phone })),
    );
  });
  return element(
    'section',
    {},
    element('h2', {}, 'Link a device'),
    shown.length > 0
      ? element('p', { class: 'row wrap' }, ...shown)
      : element('p', { class: 'hint' }, 'No QR is on show now.'),
    element('div', { class: 'row' }, input, button('Link', scan)),
    notice === '' ? undefined : element('p', { class: 'notice' }, notice),
  );
}

/** Nothing is drawn anew while a select or slider has the focus; once it is set, it gives it up. */
function left<Control extends HTMLElement>(control: Control): Control {
  control.blur();
  return control;
}
