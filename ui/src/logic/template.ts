import { useWords } from '@/i18n'
import { platform } from '@/platform'
import { useForm } from '@/stores/form'
import { useMessages } from '@/stores/messages'

/** Writes the fill-in workbook of the form in view where the person says, with its answers or blank. */
export function useTemplate(): (blank: boolean) => Promise<void> {
  const form = useForm()
  const messages = useMessages()
  const { t, lang } = useWords()

  return async (blank) => {
    const view = form.form
    if (view === null) return
    await messages.guard(async () => {
      await form.flush()
      const path = await platform.pickTarget(
        t('fill.template_title'),
        `${view.unit.code}-${view.round}.xlsx`,
        [{ name: t('fill.template_kind'), extensions: ['xlsx'] }],
      )
      if (path === null) return
      const file = await platform.call('write_template', {
        round: view.round,
        unit: view.unit.code,
        path,
        lang: lang.value,
        blank,
      })
      messages.done('fill.template_written', { path: file.path })
    })
  }
}
