import { nextTick, reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import { useRecheck } from '@/use/recheck'
import { useSubmit } from '@/use/submit'

describe('a form that was refused', () => {
  const form = reactive({ on: '', why: '' })
  const wrong = () => Object.fromEntries(Object.entries(form).flatMap(([field, value]) => (value ? [] : [[field, `no ${field}`]])))

  it('complains of a field until that field is right, and of nothing new', async () => {
    const submit = useSubmit()
    useRecheck(submit, form, wrong)
    form.why = 'w'
    await nextTick()
    expect(submit.errors).toEqual({})
    submit.refuse(wrong())
    expect(submit.errors).toEqual({ on: 'no on' })
    form.why = ''
    await nextTick()
    expect(submit.errors).toEqual({ on: 'no on' })
    form.on = '2026-12-01'
    await nextTick()
    expect(submit.errors).toEqual({})
  })

  it('knows what it asks for only once it is shown', async () => {
    const late = reactive({ shown: false })
    const typed = reactive<Record<string, string>>({})
    const submit = useSubmit()
    const missing = (): Record<string, string> => (late.shown && !typed.note ? { note: 'no note' } : {})
    useRecheck(submit, typed, missing)
    late.shown = true
    submit.refuse(missing())
    typed.note = 'n'
    await nextTick()
    expect(submit.errors).toEqual({})
  })

  it('keeps what the server said', async () => {
    const submit = useSubmit()
    useRecheck(submit, form, wrong)
    submit.errors = { on: 'too late' }
    form.why = 'x'
    await nextTick()
    expect(submit.errors).toEqual({ on: 'too late' })
  })
})
