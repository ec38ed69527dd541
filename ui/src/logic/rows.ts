import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** How many rows beyond the view are drawn, so that a quick scroll shows no gap. */
const MARGIN = 12

export interface Span {
  from: number
  to: number
}

/** The rows to draw of `count` rows of `height` pixels in a view that shows `view` pixels from `top`. */
export function spanOf(count: number, height: number, top: number, view: number): Span {
  const first = Math.floor(top / height) - MARGIN
  const last = Math.ceil((top + view) / height) + MARGIN
  return {
    from: Math.min(Math.max(0, first), Math.max(0, count - 1)),
    to: Math.min(count, Math.max(0, last)),
  }
}

/** Draws of a long table only the rows in view: spacers stand for the rest. */
export function useRows<Row>(
  scroller: Readonly<Ref<HTMLElement | null>>,
  rows: Readonly<Ref<readonly Row[]>>,
  height: number,
) {
  const top = ref(0)
  const view = ref(800)
  let watching: ResizeObserver | null = null

  const span = computed(() => spanOf(rows.value.length, height, top.value, view.value))
  const shown = computed(() => rows.value.slice(span.value.from, span.value.to))
  const before = computed(() => span.value.from * height)
  const after = computed(() => Math.max(0, rows.value.length - span.value.to) * height)

  function onScroll() {
    top.value = scroller.value?.scrollTop ?? 0
  }

  /** Brings a row into view. */
  function reveal(index: number) {
    const box = scroller.value
    if (box === null || index < 0) return
    const at = index * height
    if (at < box.scrollTop || at + 2 * height > box.scrollTop + box.clientHeight) {
      box.scrollTop = Math.max(0, at - box.clientHeight / 2)
    }
  }

  watch(
    scroller,
    (box) => {
      watching?.disconnect()
      if (box === null) return
      watching = new ResizeObserver(() => {
        view.value = box.clientHeight
      })
      watching.observe(box)
    },
    { flush: 'post' },
  )
  onBeforeUnmount(() => watching?.disconnect())

  return { shown, span, before, after, onScroll, reveal }
}
