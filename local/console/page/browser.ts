/** The part of a browser that the page's script uses. Types only: this project is compiled without those of a browser. */

export interface PageNode {
  readonly nodeType: number;
  readonly nodeName: string;
  nodeValue: string | null;
  readonly childNodes: ArrayLike<PageNode>;
  insertBefore(node: PageNode, before: PageNode | null): unknown;
  removeChild(node: PageNode): unknown;
}

export interface PageElement extends PageNode {
  textContent: string | null;
  hidden: boolean;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  readonly classList: { add(name: string): void };
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  addEventListener(type: string, listener: () => void): void;
  scrollIntoView(options: { block: 'nearest'; inline: 'center' }): void;
}

export interface PageDocument {
  title: string;
  readonly hidden: boolean;
  readonly activeElement: PageElement | null;
  getElementById(id: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  importNode(node: PageNode, deep: boolean): PageNode;
  addEventListener(type: string, listener: () => void): void;
}

export interface PageResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The global object of a page. */
export interface Browser {
  readonly document: PageDocument;
  readonly location: { readonly href: string };
  readonly DOMParser: new () => { parseFromString(text: string, type: 'text/html'): PageDocument };
  fetch(address: string, options: { headers: Record<string, string>; cache: 'no-store' }): Promise<PageResponse>;
  setTimeout(callback: () => void, ms: number): unknown;
}
