import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useServices } from '../../state/services.tsx'

/** Puts a page where only the printer sees it, asks the system to print it, and says when that is over. */
export function Printed({ children, onOver }: { children: ReactNode; onOver: () => void }) {
  const { shell, engine } = useServices()
  const over = useRef(onOver)
  over.current = onOver
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true
    // After the page is drawn.
    requestAnimationFrame(() => {
      const print = async () => {
        const { isPrinted } = await shell.print({})
        if (isPrinted) await engine.paperTaken({ paper: 'disk', how: 'printed' })
      }
      print().then(
        () => over.current(),
        () => over.current(),
      )
    })
  }, [shell, engine])
  const paper = document.getElementById('paper')
  return paper && createPortal(children, paper)
}
