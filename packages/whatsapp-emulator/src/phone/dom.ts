type Child = Node | string | undefined;

interface Properties {
  class?: string;
  title?: string;
  onclick?: (event: MouseEvent) => void;
  [attribute: string]: unknown;
}

/** An element with its properties and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, ...properties }: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  if (className !== undefined) node.className = className;
  Object.assign(node, properties);
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

export const button = (label: string, onclick: () => void, title = label): HTMLButtonElement =>
  element('button', { type: 'button', title, ariaLabel: title, onclick }, label);
