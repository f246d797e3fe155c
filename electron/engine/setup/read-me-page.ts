import type { Companion } from './read-me.ts'

/** The page on every disk: how to get everything back without us. One file, no script, nothing from a network, nothing of the clinic. */
export function readMePage(companions: readonly Companion[]): string {
  return `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Como recuperar as cópias deste disco</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1.25rem; font: 1.0625rem/1.6 system-ui, sans-serif; }
h1 { line-height: 1.2; }
h2 { margin-top: 2.5rem; }
code, pre { font-family: ui-monospace, Consolas, monospace; }
pre { padding: .75rem 1rem; border: 1px solid; border-radius: .5rem; overflow-x: auto; }
.note { padding: .75rem 1rem; border-inline-start: .375rem solid; }
li { margin-bottom: .75rem; }
td, th { padding: .25rem 1rem .25rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Como recuperar as cópias deste disco</h1>
<p>A pasta <code>cofre</code>, ao lado desta página, guarda cópias cifradas. Não apague nem mude nada dentro dela.</p>
<p class="note"><strong>Sem as 24 palavras do kit de recuperação ninguém abre o cofre</strong>, nem quem fez o Salvaguarda.
Elas estão num papel guardado pela clínica.</p>
<p><strong>Achou este disco?</strong> Ele não pode ser lido sem as palavras. Devolva a quem o perdeu, pelo número da etiqueta.</p>

<h2>Com o Salvaguarda</h2>
<ol>
<li>Instale o Salvaguarda num computador qualquer e ligue este disco.</li>
<li>Abra e toque em <strong>Recuperar de cópias que existem</strong>. Escolha este disco e digite as 24 palavras do kit, ou leia o código do papel.</li>
<li>Recupere tudo, ou procure o que precisa.</li>
</ol>

<h2>Sem o Salvaguarda</h2>
<p>O cofre é um repositório do programa livre <strong>restic</strong>, formato 2. Qualquer técnico consegue abrir:</p>
<ol>
<li>Tenha o restic, versão 0.14 ou mais nova. ${
    companions.length > 0
      ? 'Ele está na pasta <code>restic</code> deste disco (a lista está no fim desta página) ou em <code>restic.net</code>.'
      : 'Ele é distribuído em <code>restic.net</code> e nos repositórios de programas do Linux.'
  }</li>
<li>Abra o terminal nesta pasta e veja as cópias que há:
<pre>restic -r cofre snapshots</pre>
A senha são as 24 palavras, em minúsculas, sem acentos, separadas por um espaço só.</li>
<li>Confira que tudo está inteiro (demora; pode pular se tiver pressa):
<pre>restic -r cofre check --read-data</pre></li>
<li>Recupere a cópia mais nova para uma pasta nova, em outro disco:
<pre>restic -r cofre restore latest --target /outro-disco/recuperado</pre>
No lugar de <code>latest</code> pode ir o código de uma cópia mais antiga, da lista do passo 2.</li>
<li>Se este disco não deixa gravar, acrescente <code>--no-lock</code> a cada comando.</li>
</ol>
<p>Bancos de dados de sistemas estão na cópia como um despejo inteiro (<code>.db</code>, <code>.dump</code>, <code>.sql</code>, <code>.fbk</code>):
abra com o programa do próprio banco.</p>
${companions.length > 0 ? companionTable(companions) : ''}
<h2 lang="en">In English</h2>
<p lang="en">The folder <code>cofre</code> is a restic repository (format 2) with encrypted copies. Open it with stock restic, 0.14 or newer:
<code>restic -r cofre snapshots</code>, then <code>restic -r cofre restore latest --target …</code>. The password is the 24 words of the
recovery kit, lower case, separated by single spaces. Without them nobody can read this disk.</p>
</body>
</html>
`
}

const companionTable = (companions: readonly Companion[]): string => `
<h2>Programas que vieram neste disco</h2>
<table>
<tr><th>Nome</th><th>SHA-256</th></tr>
${companions.map(({ name, sha256 }) => `<tr><td><code>restic/${name}</code></td><td><code>${sha256}</code></td></tr>`).join('\n')}
</table>
`
