import classes from './word-grid.module.css'

/** Numbered words as on the paper: read down the columns, large enough to copy by hand. */
export const WordGrid = ({ words, label }: { words: readonly string[]; label: string }) => (
  <ol className={classes.grid} aria-label={label}>
    {words.map((word, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a word may occur twice; its position is what it is
      <li key={index} className={classes.cell}>
        <span className={classes.number} aria-hidden="true">
          {index + 1}
        </span>
        <span className={classes.word}>{word}</span>
      </li>
    ))}
  </ol>
)
