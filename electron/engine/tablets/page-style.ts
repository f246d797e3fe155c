/** Large targets, one column, both themes: for a gloved hand and a small screen. */
export const pageStyle = `
:root { --ink: #16231f; --soft: #4b5d57; --ground: #f4f7f5; --card: #ffffff; --line: #cfdad5; --act: #0b6b58; --on-act: #ffffff; --good: #0b6b58; --bad: #a3261b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8efec; --soft: #a9bab4; --ground: #101715; --card: #1a2320; --line: #33413c; --act: #6fd3bb; --on-act: #06231c; --good: #6fd3bb; --bad: #ff9d92; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; color: var(--soft); }
.strong { color: var(--ink); font-weight: 600; }
label.field { display: block; font-weight: 600; margin-bottom: .35rem; }
input[type=text] { width: 100%; font: inherit; color: inherit; background: var(--card); border: 2px solid var(--line); border-radius: .75rem; padding: .8rem 1rem; margin-bottom: .35rem; }
.button { display: block; width: 100%; min-height: 3.5rem; margin: .75rem 0; padding: .9rem 1rem; font: inherit; font-weight: 600; text-align: center; border-radius: .9rem; border: 2px solid var(--act); background: var(--act); color: var(--on-act); cursor: pointer; }
.button.second { background: transparent; color: var(--act); }
.button input { position: absolute; width: 1px; height: 1px; opacity: 0; }
:focus-visible, .button:focus-within { outline: 3px solid var(--ink); outline-offset: 3px; }
ul { list-style: none; margin: 0; padding: 0; }
li { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: .8rem 1rem; margin: .6rem 0; overflow-wrap: anywhere; }
li .state { display: block; color: var(--soft); font-size: .95rem; }
li.good .state { color: var(--good); } li.good .state::before { content: "\\2713\\00a0"; }
li.bad .state { color: var(--bad); } li.bad .state::before { content: "!\\00a0"; font-weight: 700; }
li progress { width: 100%; height: .6rem; accent-color: var(--act); }
li .button { min-height: 3rem; margin: .6rem 0 0; }
.trouble { border-left: 4px solid var(--bad); padding: .2rem 0 .2rem .8rem; }
`
