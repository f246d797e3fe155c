import { ErrorWall } from '../app/error-wall.tsx'
import { TechnicianDialog } from '../parts/call-technician/index.ts'

function Broken(): never {
  throw new Error('broken for the gallery')
}

/** What stands where a screen broke, and the way to somebody who can help. */
export const PageWall = () => (
  <>
    <ErrorWall>
      <Broken />
    </ErrorWall>
    <TechnicianDialog />
  </>
)
