/**
 * Changes what is on the page into what should be there, touching only what differs, so that focus, selection, scroll
 * positions and opened details stay. Runs in the browser: the function is sent as text, so it uses nothing of this file.
 */
import type { PageDocument, PageElement, PageNode } from './browser.ts';

export type Morph = (from: PageElement, to: PageElement) => void;

export function morphing(document: PageDocument): Morph {
  const ELEMENT = 1;

  function isElement(node: PageNode): node is PageElement {
    return node.nodeType === ELEMENT;
  }

  function keyOf(node: PageNode): string | null {
    return isElement(node) ? (node.getAttribute('data-key') ?? node.getAttribute('id')) : null;
  }

  function areAlike(left: PageNode, right: PageNode): boolean {
    return left.nodeName === right.nodeName && keyOf(left) === keyOf(right);
  }

  /** What the person has opened or typed is theirs. */
  function isOwn(element: PageElement, attribute: string): boolean {
    return attribute === 'open' && element.nodeName === 'DETAILS';
  }

  function morphAttributes(from: PageElement, to: PageElement): void {
    for (const { name } of Array.from(from.attributes)) {
      if (to.getAttribute(name) === null && !isOwn(from, name)) from.removeAttribute(name);
    }
    for (const { name, value } of Array.from(to.attributes)) {
      if (from.getAttribute(name) !== value && !isOwn(from, name)) from.setAttribute(name, value);
    }
  }

  /** The node at or after `at` that can become `wanted`; nodes with keys only become those with the same key. */
  function match(current: readonly PageNode[], at: number, wanted: PageNode): number {
    const first = current[at];
    if (first && areAlike(first, wanted)) return at;
    if (keyOf(wanted) === null) return -1;
    return current.findIndex((node, place) => place > at && areAlike(node, wanted));
  }

  function insert(parent: PageNode, node: PageNode, before: PageNode | null): void {
    const fresh = document.importNode(node, true);
    if (isElement(fresh) && keyOf(fresh) !== null) fresh.classList.add('fresh');
    parent.insertBefore(fresh, before);
  }

  function morphChildren(from: PageElement, to: PageElement): void {
    const current = Array.from(from.childNodes);
    let at = 0;
    for (const wanted of Array.from(to.childNodes)) {
      const found = match(current, at, wanted);
      const node = current[found];
      if (node === undefined) {
        insert(from, wanted, current[at] ?? null);
        continue;
      }
      if (found !== at) {
        from.insertBefore(node, current[at] ?? null);
        current.splice(found, 1);
        current.splice(at, 0, node);
      }
      if (isElement(node) && isElement(wanted)) morph(node, wanted);
      else if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
      at += 1;
    }
    for (const rest of current.slice(at)) from.removeChild(rest);
  }

  function morph(from: PageElement, to: PageElement): void {
    const isInUse = from === document.activeElement && ['INPUT', 'SELECT'].includes(from.nodeName);
    if (isInUse) return;
    morphAttributes(from, to);
    morphChildren(from, to);
  }

  return morph;
}
