import { chatList, conversation } from './chat-view.ts';
import { element } from './dom.ts';
import { start, type View } from './phone.ts';
import { settings } from './settings-view.ts';

/** What came while a button was pressed: drawn anew between press and release, it would never be clicked. */
let held: View | undefined;
let isPressed = false;
addEventListener('pointerdown', () => {
  isPressed = true;
});
for (const end of ['pointerup', 'pointercancel']) {
  addEventListener(end, () => {
    isPressed = false;
    // After the click, which comes next.
    setTimeout(() => {
      if (held !== undefined) render(held);
    });
  });
}

/** Draws everything anew, but leaves what is being typed, and where. */
function render(view: View): void {
  held = isPressed ? view : undefined;
  if (isPressed) return;
  if (document.activeElement?.matches('select, [type=range]')) return;
  const typed = [...document.querySelectorAll<HTMLInputElement>('input[id]')].map(({ id, value }) => ({
    id,
    value,
  }));
  const focused = document.activeElement?.id;
  const side = element('div', { class: 'side' }, settings(view), chatList(view));
  const chat = view.chat === undefined ? undefined : conversation(view, view.chat);
  document.body.className = chat ? 'in-chat' : '';
  document.body.replaceChildren(
    side,
    chat ?? element('main', { class: 'empty hint' }, 'Choose a chat, or link a device.'),
  );
  for (const { id, value } of typed) {
    const input = document.getElementById(id);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
  const bubbles = document.querySelector('.bubbles');
  bubbles?.scrollTo(0, bubbles.scrollHeight);
}

start(render);
