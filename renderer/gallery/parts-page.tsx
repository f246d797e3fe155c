import {
  Button,
  Checkbox,
  NativeSelect,
  PasswordInput,
  Progress,
  Radio,
  SegmentedControl,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { Busy } from '../parts/busy.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import * as allIcons from '../parts/icons/index.ts'
import { Note, ToneLine } from '../parts/note.tsx'
import { Panel } from '../parts/panel.tsx'
import { NewPinFields, PinField } from '../parts/people/index.ts'
import { PlaceName } from '../parts/place-name.tsx'
import { QrCode } from '../parts/qr-code.tsx'
import {
  BarsChart,
  GrowthChart,
  Report,
  ReportFacts,
  ReportList,
  ReportSection,
  ReportSigns,
  ReportTable,
} from '../parts/report/index.ts'
import { ScreenTitle } from '../parts/screen-title.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { TechnicianDetails } from '../parts/technician.tsx'
import { type State, states, type Tone } from '../parts/tone.ts'
import { Trouble } from '../parts/trouble.tsx'
import { WordGrid } from '../parts/word-grid.tsx'
import { LONG_NAME, LONG_PATH, LONG_WORD } from './long-samples.ts'
import classes from './parts.module.css'
import { NOW_MS, sampleWords } from './samples.ts'

const tones: readonly Tone[] = ['guarded', 'working', 'attention', 'needs-you', 'none', 'away']
const stateNames = Object.keys(states) as State[]
const nothing = () => {}
const SHORT = 'As cópias continuam guardadas. Ligue o HD e elas seguem sozinhas.'

const Page = ({ title, children }: { title: string; children: ReactNode }) => (
  <main className={classes.page}>
    <ScreenTitle lead="Só para quem desenha: cada parte em cada estado.">{title}</ScreenTitle>
    {children}
  </main>
)

/** What a state looks like: notes, lines, troubles, emptiness. */
export const PartsTones = () => (
  <Page title="Tons e avisos">
    <div className={classes.row}>
      {tones.map((tone) => (
        <ToneLine key={tone} tone={tone}>
          {tone}
        </ToneLine>
      ))}
    </div>
    {tones.map((tone) => (
      <Note key={tone} tone={tone} title={`Aviso no tom ${tone}`} action={<Button variant="default">Agora não</Button>}>
        <p>{SHORT}</p>
      </Note>
    ))}
    <Note tone="attention" title={`${LONG_WORD} ${LONG_NAME}`}>
      <p>{LONG_PATH}</p>
    </Note>
    <Trouble error={{ code: 'DEST_102', params: {} }} onRetry={nothing} />
    <EmptyState icon={allIcons.SearchIcon} title="Nada com esse nome">
      Tente só o começo de uma palavra.
    </EmptyState>
    <Busy>Procurando em todas as cópias…</Busy>
  </Page>
)

/** Every state the app tells: as small as it may be, beside words, and as it is seen from a metre. */
export const PartsStates = () => (
  <Page title="Estados">
    <div className={classes.states}>
      {stateNames.map((state) => {
        const { icon: StateIcon } = states[state]
        return (
          <div key={state} className={classes.state}>
            <ToneLine state={state}>{state}</ToneLine>
            <span className={classes.sizes}>
              {[16, 24, 40, 72].map((size) => (
                <StateIcon key={size} size={`${size / 16}rem`} />
              ))}
            </span>
          </div>
        )
      })}
    </div>
    <Note state="paused" title="Um aviso com o desenho de um estado mais próximo">
      <p>{SHORT}</p>
    </Note>
    <ToneLine tone="none" state="unknown">
      Um estado que aqui não pede nada
    </ToneLine>
  </Page>
)

/** What can be pressed, chosen and written into. */
export const PartsFields = () => (
  <Page title="Botões e campos">
    {(['filled', 'default', 'subtle'] as const).map((variant) => (
      <div key={variant} className={classes.row}>
        <Button variant={variant}>{variant}</Button>
        <Button variant={variant} size="sm">
          pequeno
        </Button>
        <Button variant={variant} size="xl" leftSection={<allIcons.RecoverIcon />}>
          grande
        </Button>
        <Button variant={variant} disabled>
          desligado
        </Button>
      </div>
    ))}
    <Button>{`Um botão com palavras demais para uma linha só, que ainda assim se lê até o fim: ${LONG_NAME}`}</Button>
    <SearchBox label="O que você procura?" hint="Um pedaço do nome basta." text="laudo" onText={nothing} />
    <div className={classes.half}>
      <TextInput label="Nome" description="Fica escrito no papel." defaultValue={LONG_NAME} />
      <TextInput label="Com erro" error="Confira o endereço: falta uma parte." defaultValue="ana@clinica" />
      <TextInput label="Desligado" disabled defaultValue="não muda" />
      <NativeSelect label="Escolha" data={['a primeira', `uma bem longa: ${LONG_NAME}`]} />
      <PasswordInput label="Senha" defaultValue="segredo" />
      <Textarea label="Várias linhas" defaultValue={SHORT} />
    </div>
    <div className={classes.row}>
      <Checkbox label="marcada" defaultChecked />
      <Checkbox label="vazia" />
      <Checkbox label="desligada" disabled />
      <Radio label="escolhida" defaultChecked />
      <Radio label="outra" />
      <Switch label="ligado" defaultChecked />
      <Switch label="desligado" />
    </div>
    <SegmentedControl aria-label="Cores" data={['Como no computador', 'Claras', 'Escuras']} />
    <Progress value={42} aria-label="Andamento" />
    <div className={classes.half}>
      <PinField label="PIN" value="123" onChange={nothing} hasPad />
      <NewPinFields typed={{ first: '402918', again: '5' }} onChange={nothing} />
    </div>
  </Page>
)

/** Pictures, names of places, words of the kit. */
export const PartsIcons = () => (
  <Page title="Desenhos, lugares, palavras">
    <div className={classes.row}>
      {Object.entries(allIcons).map(([name, Drawn]) => (
        <span key={name} className={classes.named}>
          <Drawn size="2.5rem" />
          {name.replace('Icon', '')}
        </span>
      ))}
    </div>
    <Panel icon={allIcons.FolderIcon} title={`Lugares de ${LONG_NAME}`}>
      <PlaceName path="/home/recepcao/Clínica" />
      <PlaceName path={LONG_PATH} size="lg" />
      <PlaceName path="E:\" />
      <TechnicianDetails facts={[{ label: 'Caminho', value: LONG_PATH }]} />
    </Panel>
    <WordGrid words={sampleWords} label="As 24 palavras" wrongPositions={[7, 12]} />
    <QrCode text="salvaguarda" label="Código" />
  </Page>
)

const months = ['jun', 'jul', 'ago', 'set', 'out', 'nov']

/** What goes on paper. */
export const PartsPaper = () => (
  <Page title="Papel">
    <div className={classes.paper}>
      <Report
        title="Pasta de evidências"
        clinicName="Clínica Sorriso Vivo"
        atMs={NOW_MS}
        lead="Para quem pedir contas."
      >
        <ReportSection title="Números" supports="Esta página apoia: LGPD, art. 46.">
          <ReportFacts
            facts={[
              ['Cópias', '231'],
              ['Quem', LONG_NAME],
            ]}
          />
          <BarsChart
            title="Cópias por dia"
            of="Dia"
            words={(value) => `${value} cópias`}
            bars={months.map((label, at) => ({ label, value: (at * 5) % 9, isMarked: at === 3 }))}
            markedWords="uma parou no meio"
            goal={{ value: 6, label: 'meta: 6' }}
          />
          <GrowthChart
            title="Quanto ocupam"
            of="Mês"
            words={(value) => `${value} GB`}
            points={months.map((label, at) => ({ label, value: 220 + at * 38 }))}
            limit={{ value: 500, label: 'livre: 500 GB' }}
            fits="Cabe até maio."
          />
        </ReportSection>
        <ReportSection title="Listas">
          <ReportTable
            caption="Discos"
            columns={['Disco', 'Com quem']}
            rows={[['Disco 1', LONG_NAME]]}
            none="Nenhum."
          />
          <ReportTable caption="Nada" columns={['Disco']} rows={[]} none="Nenhuma linha." />
          <ReportList look="boxes" items={['Feito', 'A fazer']} done={[true, false]} />
          <ReportList look="steps" items={['Respire.', 'Chame o técnico.']} />
          <ReportSigns who={['Responsável', 'Diretor técnico']} />
        </ReportSection>
      </Report>
    </div>
  </Page>
)
