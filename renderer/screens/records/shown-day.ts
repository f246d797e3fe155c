/** `1980-01-02` as people here write it; anything else as it stands. */
export const shownDay = (text: string): string => text.replace(/^(\d{4})-(\d{2})-(\d{2}).*$/, '$3/$2/$1')
