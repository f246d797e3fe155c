import classes from './word-grid.module.css'

type WordGridProps = { words: readonly string[]; label: string; wrongPositions?: readonly number[] }

/** Numbered words as on the paper: read down the columns, large enough to copy by hand. Some may be marked as not right. */
export const WordGrid = ({ words, label, wrongPositions = [] }: WordGridProps) => (
  <ol className={classes.grid} aria-label={label}>
    {words.map((word, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a word may occur twice; its position is what it is
      <li key={index} className={classes.cell} data-wrong={wrongPositions.includes(index + 1)}>
        <span className={classes.number} aria-hidden="true">
          {index + 1}
        </span>
        <span className={classes.word}>{word}</span>
      </li>
    ))}
  </ol>
)
