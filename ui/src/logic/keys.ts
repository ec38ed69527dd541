/** Whether a key pressed there writes text, and so means no shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement)
    return !['radio', 'checkbox', 'range', 'button'].includes(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable
  )
}

/** Whether a page's own keys mean anything: nothing lies over the page, and the key is not held down. */
export function freeForKeys(event: KeyboardEvent): boolean {
  return !event.repeat && document.querySelector('dialog[open]') === null
}
