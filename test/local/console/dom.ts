/** As much of a browser as the script of the console uses. Nodes are written as `['tag', {attributes}, ...children]`. */
import type {
  Browser,
  PageDocument,
  PageElement,
  PageNode,
  PageResponse,
} from '../../../local/console/page/browser.ts';

export type Written = string | readonly [tag: string, attributes: Readonly<Record<string, string>>, ...Written[]];

export class FakeNode implements PageElement {
  readonly nodeType: number;
  readonly nodeName: string;
  nodeValue: string | null;
  hidden = true;
  parentNode: FakeNode | null = null;
  readonly childNodes: FakeNode[] = [];
  readonly #attributes = new Map<string, string>();
  readonly #listeners: (() => void)[] = [];
  readonly classList = {
    add: (name: string) => this.setAttribute('class', `${this.getAttribute('class') ?? ''} ${name}`.trim()),
  };

  constructor(written: Written) {
    const isText = typeof written === 'string';
    this.nodeType = isText ? 3 : 1;
    this.nodeName = isText ? '#text' : written[0].toUpperCase();
    this.nodeValue = isText ? written : null;
    if (isText) return;
    const [, attributes, ...children] = written;
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value);
    for (const child of children) this.insertBefore(new FakeNode(child), null);
  }

  get attributes(): { name: string; value: string }[] {
    return [...this.#attributes].map(([name, value]) => ({ name, value }));
  }
  get textContent(): string {
    return this.nodeValue ?? this.childNodes.map((child) => child.textContent).join('');
  }
  set textContent(text: string) {
    this.childNodes.splice(0, this.childNodes.length, new FakeNode(text));
  }
  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }
  setAttribute(name: string, value: string): void {
    this.#attributes.set(name, value);
  }
  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }
  insertBefore(node: PageNode, before: PageNode | null): void {
    const fake = node as FakeNode;
    fake.parentNode?.removeChild(fake);
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before as FakeNode);
    if (at < 0) throw new Error('insertBefore: the node before which to insert is no child');
    this.childNodes.splice(at, 0, fake);
    fake.parentNode = this;
  }
  removeChild(node: PageNode): void {
    const at = this.childNodes.indexOf(node as FakeNode);
    if (at < 0) throw new Error('removeChild: the node is no child');
    this.childNodes.splice(at, 1);
    (node as FakeNode).parentNode = null;
  }
  addEventListener(_type: string, listener: () => void): void {
    this.#listeners.push(listener);
  }
  scrollIntoView(): void {
    this.setAttribute('data-scrolled-to', 'true');
  }
  click(): void {
    for (const listener of this.#listeners) listener();
  }
  /** What was written, as it is now. */
  get written(): Written {
    if (this.nodeValue !== null) return this.nodeValue;
    const attributes = Object.fromEntries(this.attributes.map(({ name, value }) => [name, value]));
    return [this.nodeName.toLowerCase(), attributes, ...this.childNodes.map((child) => child.written)];
  }
  find(wanted: (node: FakeNode) => boolean): FakeNode | null {
    if (wanted(this)) return this;
    for (const child of this.childNodes) {
      const found = child.find(wanted);
      if (found) return found;
    }
    return null;
  }
}

export class FakeDocument implements PageDocument {
  title = '';
  hidden = false;
  activeElement: FakeNode | null = null;
  readonly body: FakeNode;
  readonly #listeners: (() => void)[] = [];

  constructor(body: Written) {
    this.body = new FakeNode(body);
  }
  getElementById(id: string): FakeNode | null {
    return this.body.find((node) => node.getAttribute('id') === id);
  }
  /** Tags, and the one selector that looks for the current place. */
  querySelector(tag: string): FakeNode | null {
    if (tag === 'nav [aria-current]') return this.body.find((node) => node.getAttribute('aria-current') !== null);
    return this.body.find((node) => node.nodeName === tag.toUpperCase());
  }
  importNode(node: PageNode): FakeNode {
    return new FakeNode((node as FakeNode).written);
  }
  addEventListener(_type: string, listener: () => void): void {
    this.#listeners.push(listener);
  }
  show(isVisible: boolean): void {
    this.hidden = !isVisible;
    for (const listener of this.#listeners) listener();
  }
}

export interface FakeBrowser extends Browser {
  readonly document: FakeDocument;
  /** What was asked for: the ETag each time. */
  readonly asked: string[];
  /** Milliseconds until the next look; runs it. */
  tick(): Promise<number | undefined>;
}

/** A page is the JSON of its body; `answer` is asked each time the script looks. */
export function fakeBrowser(
  body: Written,
  answer: (etag: string) => Partial<PageResponse> & { page?: Written },
): FakeBrowser {
  const timers: { readonly callback: () => void; readonly ms: number }[] = [];
  const asked: string[] = [];
  return {
    ...{ document: new FakeDocument(body), location: { href: 'http://127.0.0.1:7300/?view=tables' }, asked },
    DOMParser: class {
      parseFromString(text: string): PageDocument {
        const parsed = new FakeDocument(JSON.parse(text) as Written);
        parsed.title = 'Tables · Local cloud';
        return parsed;
      }
    },
    fetch: async (_address, { headers }) => {
      const etag = headers['if-none-match'] ?? '';
      asked.push(etag);
      const { page, ...given } = answer(etag);
      const fresh = { get: () => `"${asked.length}"` };
      return { status: 200, headers: fresh, text: async () => JSON.stringify(page ?? body), ...given };
    },
    setTimeout: (callback, ms) => timers.push({ callback, ms }),
    async tick() {
      const timer = timers.shift();
      timer?.callback();
      await settled();
      return timer?.ms;
    },
  };
}

/** Everything that was waiting for an answer has gone on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
