import type { InjectionKey, Ref } from 'vue'

/** The dialog that something stands in: what floats must float in it too. */
export const DIALOG: InjectionKey<Readonly<Ref<HTMLDialogElement | null>>> = Symbol('dialog')
