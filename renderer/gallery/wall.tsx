import { ErrorWall } from '../app/error-wall.tsx'
import { TechnicianDialog } from '../parts/call-technician/index.ts'

function Broken(): never {
  throw new Error('broken for the gallery')
}

/** What stands where the window broke, and the way to somebody who can help. */
export const PageWall = () => (
  <>
    <ErrorWall isWhole>
      <Broken />
    </ErrorWall>
    <TechnicianDialog />
  </>
)
