type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with its attributes and children. Texts become text nodes, so what a record holds cannot become markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/** The element of index.html with this id. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`expected #${id} in the page to be a ${type.name}`);
}

/** Changes a text only where it is another one, so that a selection in it lasts. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
