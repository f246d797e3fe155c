import { TextInput } from '@mantine/core'
import { FormDialog } from '../parts/form-dialog.tsx'
import { LONG_NAME } from './long-samples.ts'

/** A question with a long name in its title, right after it could not be done. */
export const PartsDialog = () => (
  <FormDialog
    title={`O disco de ${LONG_NAME} foi perdido`}
    submit="Anotar como perdido"
    state={{ kind: 'failed', error: { code: 'DISK_102', params: {} } }}
    onSubmit={() => {}}
    onClose={() => {}}
  >
    <p>As cópias daqui continuam todas. Vamos anotar o que houve.</p>
    <TextInput label="Quem avisa" />
    <TextInput label="O que aconteceu, onde e quando" />
  </FormDialog>
)
