import type { Code } from '../../errors/index.ts'
import { databaseErrors } from './database-errors.ts'
import { drillErrors } from './drill-errors.ts'
import { kitErrors } from './kit-errors.ts'
import { peopleErrors } from './people-errors.ts'

/**
 * What to say for each code: `safe` is what is true and safe now, `todo` is the one thing to do.
 * Written for a receptionist; the code itself is shown small, for the technician.
 */
export const errors: Readonly<Record<Code, { readonly safe: string; readonly todo: string }>> = {
  APP_000: {
    safe: 'Algo inesperado parou este trabalho. O que já estava guardado continua guardado.',
    todo: 'Tente de novo. Se repetir, chame o técnico e diga este código.',
  },
  APP_001: {
    safe: 'O trabalho foi interrompido a pedido. Nada do que já estava guardado mudou.',
    todo: 'Quando quiser, comece de novo.',
  },
  APP_002: { safe: 'Nada foi feito: o comando não foi entendido ({{detail}}).', todo: 'Veja as opções com --help.' },
  APP_003: {
    safe: 'Uma versão mais nova do Salvaguarda já trabalhou neste computador. Esta não mexeu em nada: o que estava guardado continua guardado.',
    todo: 'Instale a versão mais nova. Até lá, nenhuma cópia é feita aqui.',
  },
  UPD_101: {
    safe: 'Não deu para buscar ou instalar uma versão nova. Esta continua funcionando, e as cópias também.',
    todo: 'O Salvaguarda tenta de novo amanhã.',
  },
  UPD_102: {
    safe: 'A versão nova que chegou não é a que foi anunciada, ou não tem a assinatura de quem publica o Salvaguarda. Ela foi descartada e nada mudou.',
    todo: 'Se repetir, chame o técnico.',
  },
  UPD_103: {
    safe: 'O Salvaguarda está trabalhando e não troca de versão no meio. Nada mudou.',
    todo: 'Espere terminar e tente de novo.',
  },
  UPD_104: {
    safe: 'Não há versão nova pronta para instalar. Nada mudou.',
    todo: 'Use “Procurar agora” em Ajustes.',
  },
  UPD_105: {
    safe: 'Há um ensaio aberto, talvez em pausa. O Salvaguarda não troca de versão no meio dele. Nada mudou.',
    todo: 'Termine ou encerre o ensaio em Ensaios e tente de novo.',
  },
  IPC_001: {
    safe: 'O programa recebeu um pedido que não conhece e não fez nada.',
    todo: 'Feche e abra o Salvaguarda. Se repetir, chame o técnico.',
  },
  IPC_002: {
    safe: 'A parte que faz as cópias está reiniciando. O que já estava guardado continua guardado.',
    todo: 'Espere alguns segundos e tente de novo.',
  },
  SET_101: { safe: 'O Salvaguarda ainda não foi preparado neste computador.', todo: 'Conclua os primeiros passos.' },
  SET_102: { safe: 'O Salvaguarda já está preparado neste computador. Nada mudou.', todo: 'Volte ao Início.' },
  SET_103: { safe: 'Nada foi escolhido para proteger. Nada mudou.', todo: 'Escolha pelo menos uma pasta da clínica.' },
  SET_104: {
    safe: 'O lugar das cópias fica dentro de uma pasta protegida, ou o contrário. Nada mudou.',
    todo: 'Escolha outro lugar para as cópias, de preferência um HD externo.',
  },
  SET_105: {
    safe: 'Este é o único lugar das cópias: ele continua em uso. Nada mudou.',
    todo: 'Acrescente antes outro lugar para as cópias.',
  },
  SET_106: {
    safe: 'As escolhas da clínica neste computador não puderam ser lidas. As cópias continuam nos lugares delas. Nada mudou.',
    todo: 'Chame o técnico hoje. Até lá, nenhuma cópia é feita aqui.',
  },
  JOB_101: { safe: 'Este trabalho já está em andamento.', todo: 'Espere ele terminar.' },
  KEY_101: {
    safe: 'Esta senha ou estas palavras não abrem o cofre. Nada mudou e nada se perdeu.',
    todo: 'Confira o que digitou com o kit de recuperação, palavra por palavra.',
  },
  KEY_102: {
    safe: 'As palavras não formam um kit de recuperação (veja a palavra {{position}}). Nada mudou.',
    todo: 'Confira as 24 palavras no papel, na ordem.',
  },
  KEY_103: {
    safe: 'Este computador não tem onde guardar a chave do cofre em segurança. Nada foi gravado sem proteção.',
    todo: 'Digite as palavras do kit a cada início, ou chame o técnico para ativar o chaveiro do sistema.',
  },
  KEY_104: {
    safe: 'A chave do cofre sumiu deste computador. As cópias continuam inteiras e o kit ainda abre tudo.',
    todo: 'Digite as 24 palavras do kit de recuperação.',
  },
  KEY_105: {
    safe: 'As palavras digitadas não são as do kit. Nada foi gravado ainda.',
    todo: 'Olhe o papel e digite as palavras pedidas outra vez.',
  },
  KEY_106: {
    safe: 'Esta senha não pode ser usada: está vazia ou tem espaço no começo ou no fim. Nada mudou.',
    todo: 'Escolha outra senha.',
  },
  KEY_107: {
    safe: 'Esta é a última chave do cofre e por isso não foi retirada. Nada mudou.',
    todo: 'Crie outra chave antes de retirar esta.',
  },
  ...drillErrors,
  ...kitErrors,
  ...peopleErrors,
  VAULT_101: {
    safe: 'Não há cofre neste lugar. Nada foi gravado nele.',
    todo: 'Ligue o disco certo ou escolha a pasta onde o cofre está.',
  },
  VAULT_102: {
    safe: 'Esta pasta tem outras coisas e não é um cofre. Nada foi gravado nela.',
    todo: 'Escolha a pasta onde o cofre está.',
  },
  VAULT_103: {
    safe: 'Este cofre foi feito por um programa mais novo (formato {{version}}). Nada mudou nele.',
    todo: 'Atualize o Salvaguarda neste computador.',
  },
  VAULT_104: {
    safe: 'Há um arquivo de chave estragado no cofre. As cópias não foram tocadas.',
    todo: 'Chame o técnico: basta tirar o arquivo estragado da pasta keys.',
  },
  VAULT_105: {
    safe: 'Uma parte guardada do cofre está estragada ou incompleta. As outras cópias e os seus originais não foram tocados.',
    todo: 'Faça uma conferência completa e chame o técnico.',
  },
  VAULT_106: {
    safe: 'Outro computador ou programa está usando o cofre. Nada se perdeu.',
    todo: 'Espere alguns minutos e tente de novo.',
  },
  VAULT_107: {
    safe: 'Um arquivo de controle do cofre está estragado. As cópias não foram tocadas.',
    todo: 'Chame o técnico antes de usar este cofre de novo.',
  },
  VAULT_108: {
    safe: 'Já existe um cofre neste lugar. Nada foi gravado por cima dele.',
    todo: 'Escolha outra pasta, ou abra o cofre que já existe.',
  },
  VAULT_109: { safe: 'Esta cópia não está no cofre. Nada mudou.', todo: 'Escolha outra cópia da lista.' },
  VAULT_110: {
    safe: 'O cofre ficou sem resposta por tempo demais e o trabalho parou no meio. As cópias anteriores estão inteiras.',
    todo: 'Confira se o disco está ligado e tente de novo.',
  },
  VAULT_111: { safe: 'Este documento não está nesta cópia. Nada mudou.', todo: 'Procure em outra cópia.' },
  VAULT_112: {
    safe: 'O que acabou de ser lacrado não abriu na conferência, por isso nada foi gravado. As cópias anteriores estão inteiras.',
    todo: 'Reinicie o computador. Se repetir, chame o técnico: a memória pode estar com defeito.',
  },
  VAULT_113: {
    safe: 'Os dois lugares não guardam o mesmo cofre, ou um é uma pasta copiada à mão do outro. Nada foi mudado.',
    todo: 'Escolha outro lugar, ou deixe o programa preparar uma pasta vazia para o segundo disco.',
  },
  SRC_101: {
    safe: 'Uma pasta protegida não está mais no lugar. As cópias anteriores dela continuam guardadas.',
    todo: 'Ligue o disco onde ela fica ou escolha a pasta de novo.',
  },
  SRC_102: {
    safe: 'Um item não pôde ser lido e ficou fora desta cópia. O resto foi guardado.',
    todo: 'Peça ao técnico para ver a permissão dele.',
  },
  SRC_103: {
    safe: 'Um item mudou enquanto era lido e ficou fora desta cópia. O resto foi guardado.',
    todo: 'Feche o programa que o usa. Ele entra na próxima cópia.',
  },
  SRC_104: {
    safe: 'Um item sumiu antes de ser lido e ficou fora desta cópia. O resto foi guardado.',
    todo: 'Se ele fazia falta, procure-o em Recuperar.',
  },
  SRC_105: {
    safe: 'Um item não é documento nem pasta e ficou fora da cópia. O resto foi guardado.',
    todo: 'Não precisa fazer nada.',
  },
  SRC_106: {
    safe: 'Nada do que foi escolhido pôde ser lido, por isso nenhuma cópia nova foi feita. As anteriores estão inteiras.',
    todo: 'Chame o técnico para ver as permissões das pastas.',
  },
  SRC_107: {
    safe: 'Uma pasta ou um documento de que o sistema precisa, ao lado do banco, não está no lugar. O banco e o resto foram guardados.',
    todo: 'Em O que protegemos, confira com o técnico a lista do banco.',
  },
  ...databaseErrors,
  WATCH_101: {
    safe: 'Há pastas demais para este computador avisar cada mudança na hora. Nada ficou de fora: tudo é olhado de tempos em tempos.',
    todo: 'Não precisa fazer nada. O técnico pode aumentar o limite do sistema.',
  },
  WATCH_102: {
    safe: 'Esta pasta fica na rede, e a rede não avisa quando algo muda. Nada ficou de fora: tudo é olhado de tempos em tempos.',
    todo: 'Não precisa fazer nada.',
  },
  WATCH_103: {
    safe: 'O sistema não avisa quando algo muda nesta pasta. Nada ficou de fora: tudo é olhado de tempos em tempos.',
    todo: 'Não precisa fazer nada. Se continuar, chame o técnico.',
  },
  DEST_101: {
    safe: 'O lugar das cópias não está ligado. O que já estava guardado continua nele.',
    todo: 'Ligue o HD no computador e espere um momento.',
  },
  DEST_102: {
    safe: 'Não cabe mais nada no lugar das cópias. As cópias anteriores estão inteiras.',
    todo: 'Ligue um disco com mais espaço. Não apague nada à mão.',
  },
  DEST_103: {
    safe: 'O computador não deixa gravar no lugar das cópias. O que já estava guardado continua lá.',
    todo: 'Chame o técnico para ver a permissão desta pasta.',
  },
  DEST_104: {
    safe: 'A leitura ou a gravação no lugar das cópias parou no meio. As cópias anteriores estão inteiras.',
    todo: 'Confira o cabo do disco e tente de novo.',
  },
  DEST_105: {
    safe: 'O servidor das cópias não aceitou o usuário ou a senha. O que já estava guardado continua nele.',
    todo: 'Confira o usuário e a senha (ou a chave) deste lugar e digite de novo.',
  },
  DEST_106: {
    safe: 'O servidor das cópias se apresentou com outra identidade. Nada foi enviado.',
    todo: 'Chame o técnico: só continue se ele confirmar que o servidor foi trocado.',
  },
  DEST_107: {
    safe: 'O relógio deste computador está errado, e o servidor das cópias não aceita. Nada foi perdido.',
    todo: 'Acerte a data e a hora do computador.',
  },
  DEST_108: {
    safe: 'Outra página respondeu no lugar do servidor das cópias. Nada foi enviado.',
    todo: 'Abra o navegador e veja se a rede pede um cadastro; se não pedir, chame o técnico.',
  },
  DEST_109: {
    safe: 'O lugar combinado no servidor das cópias não existe. Nada foi criado nem apagado.',
    todo: 'Confira o nome do lugar com o técnico.',
  },
  DEST_110: {
    safe: 'Este lugar na nuvem não consegue impedir que alguém apague as cópias. As cópias continuam nele.',
    todo: 'Peça ao técnico um lugar novo, com a proteção contra apagar ligada desde o começo.',
  },
  DEST_111: {
    safe: 'Este não é o disco esperado. Nada foi gravado nele.',
    todo: 'Ligue o disco com a etiqueta certa.',
  },
  DEST_112: {
    safe: 'Ninguém consegue apagar isto ainda: está protegido. As cópias estão inteiras.',
    todo: 'Espere a data em que a proteção termina.',
  },
  DEST_113: {
    safe: 'Algum programa ainda está usando este disco. As cópias nele estão inteiras.',
    todo: 'Feche o que estiver aberto no disco e tente de novo antes de tirar o cabo.',
  },
  DEST_114: {
    safe: 'Este servidor não tem lixeira, e sem ela nada é apagado. Todas as cópias continuam nele.',
    todo: 'Se faltar espaço, peça ao técnico que cuida do servidor.',
  },
  REST_101: {
    safe: 'Um item tem um nome que sairia da pasta escolhida e não foi gravado. O resto foi recuperado.',
    todo: 'Chame o técnico: este cofre pode ter sido adulterado.',
  },
  REST_102: {
    safe: 'Não cabe na pasta escolhida. Nada que estava nela mudou.',
    todo: 'Libere espaço ou escolha outra pasta.',
  },
  REST_103: {
    safe: 'O computador não deixa gravar na pasta escolhida. Nada mudou nela.',
    todo: 'Escolha outra pasta.',
  },
  REST_104: { safe: 'A pasta escolhida fica dentro do cofre. Nada mudou.', todo: 'Escolha uma pasta fora do cofre.' },
  REST_105: {
    safe: 'Um item não pôde ser gravado. O resto foi recuperado.',
    todo: 'Tente recuperar este item para outra pasta.',
  },
  REST_106: {
    safe: 'O que foi gravado não é igual à cópia e foi retirado. A cópia no cofre não mudou.',
    todo: 'Recupere para outro disco e chame o técnico.',
  },
  REST_107: {
    safe: 'Isto não volta direto ao lugar de antes: pode estar em uso, ou veio de outro lugar. Nada mudou.',
    todo: 'Recupere para uma pasta separada. O banco do sistema volta em “O prontuário inteiro”.',
  },
  RET_101: {
    safe: 'A limpeza de cópias antigas não foi feita: levaria coisas demais de uma vez, ou faz tempo que não há cópia nova. Nenhuma cópia foi tocada.',
    todo: 'Faça uma cópia agora e limpe menos cópias por vez.',
  },
  RET_102: {
    safe: 'A limpeza de cópias antigas precisa de duas pessoas diferentes. Nenhuma cópia foi tocada.',
    todo: 'Peça a outra pessoa da clínica que olhe o plano e confirme.',
  },
  RET_103: {
    safe: 'O cofre mudou desde que este plano de limpeza foi mostrado. Nenhuma cópia foi tocada.',
    todo: 'Peça o plano de novo e confira antes de confirmar.',
  },
  RET_104: {
    safe: 'A limpeza de cópias antigas espera: as cópias não foram conferidas nos últimos dias. Nenhuma foi tocada.',
    todo: 'Faça uma conferência e tente de novo.',
  },
  RET_105: {
    safe: 'A limpeza de cópias antigas está parada por segurança: há um alarme sem resposta. Nenhuma cópia foi tocada.',
    todo: 'Resolva primeiro o alarme que aparece no Início.',
  },
  RET_106: {
    safe: 'A limpeza deste lugar pede a chave que fica com o dono, e este computador não a guarda. Nenhuma cópia se perdeu.',
    todo: 'Peça o plano de novo e digite a chave de limpeza.',
  },
  RET_107: {
    safe: 'A chave de limpeza não foi aceita, ou não tem permissão para apagar neste lugar. Nenhuma cópia foi tocada.',
    todo: 'Confira com o dono a identificação e a chave, e digite de novo.',
  },
  GUARD_101: {
    safe: 'As cópias continuam e nada antigo é apagado: a trava de segurança segue ligada.',
    todo: 'Quem responde pela clínica diz por que ela pode ser solta, em uma frase.',
  },
  DISK_101: {
    safe: 'Nada foi gravado neste disco: a trava de segurança está ligada, e nenhum disco entra nem sai.',
    todo: 'Responda primeiro em Início se foi alguém da clínica; depois a troca continua.',
  },
  DISK_102: {
    safe: 'Nada foi gravado: este não é um disco do mês que se use agora.',
    todo: 'Veja em Discos qual é o disco da vez.',
  },
  DISK_103: {
    safe: 'Nada foi gravado: esse lugar não é um disco que se possa desligar e levar.',
    todo: 'Ligue um HD externo só para isso e escolha a pasta principal dele.',
  },
  REC_101: {
    safe: 'O mapa deste sistema não combina com a cópia escolhida. Nada foi mostrado nem gravado.',
    todo: 'O técnico corrige o mapa em Prontuário de uma cópia, ou escolhe outra data.',
  },
  REC_102: {
    safe: 'A conferência contou linhas diferentes das que seriam entregues. Por segurança, este prontuário não foi entregue.',
    todo: 'Chame o técnico: o mapa deste sistema precisa de correção.',
  },
  REC_103: { safe: 'Esta cópia não tem este paciente. Nada mudou.', todo: 'Escolha uma cópia de outra data.' },
  REC_104: {
    safe: 'Nenhuma tabela desta cópia parece guardar pacientes. Nada mudou.',
    todo: 'O técnico indica a tabela certa no mapa.',
  },
  REC_106: {
    safe: 'A cópia que estava aberta foi fechada, e nada dela ficou neste computador.',
    todo: 'Abra a cópia outra vez.',
  },
  REC_105: {
    safe: 'A cópia deste tipo de banco está guardada, mas não é lida paciente por paciente.',
    todo: 'Recupere o banco inteiro, com o técnico.',
  },
  NOTE_101: {
    safe: 'O e-mail não saiu: o servidor de e-mail não responde. As cópias continuam normalmente.',
    todo: 'Confira o endereço do servidor e a internet, e tente de novo.',
  },
  NOTE_102: {
    safe: 'O e-mail não saiu: o servidor não aceita este usuário ou esta senha. As cópias continuam normalmente.',
    todo: 'Digite a senha do e-mail de novo.',
  },
  NOTE_103: {
    safe: 'O e-mail não saiu: o servidor não aceita a mensagem ou um dos endereços. As cópias continuam normalmente.',
    todo: 'Confira os endereços de quem recebe e de quem envia.',
  },
  NOTE_104: {
    safe: 'O endereço de acompanhamento não responde ou não aceita o sinal. As cópias continuam normalmente.',
    todo: 'Confira o endereço com quem acompanha a clínica de fora.',
  },
  NOTE_105: {
    safe: 'O e-mail não saiu: não dá para confiar na ligação com o servidor. A senha não foi enviada.',
    todo: 'Confira o endereço e o tipo de segurança do servidor, ou chame o técnico.',
  },
  NOTE_106: {
    safe: 'Este computador não mostra avisos na tela. As cópias continuam normalmente.',
    todo: 'Veja o ícone ao lado do relógio, e peça ao técnico para ligar os avisos do sistema.',
  },
  AUD_101: {
    safe: 'Isto não foi feito: o livro de registro não pôde ser escrito, e este ato precisa ficar anotado. As cópias continuam.',
    todo: 'Veja se o disco deste computador tem espaço e tente de novo. Se repetir, chame o técnico.',
  },
  TAB_101: {
    safe: 'Este código já foi usado ou venceu. Nada foi enviado.',
    todo: 'Peça um código novo no computador.',
  },
  TAB_102: {
    safe: 'Só chegam fotos e PDFs. O que você escolheu continua no aparelho.',
    todo: 'Escolha uma foto ou um PDF.',
  },
  TAB_103: {
    safe: 'O que você escolheu passa de {{most}} MB e continua no aparelho.',
    todo: 'Envie uma foto no lugar do vídeo, ou peça ao técnico um limite maior.',
  },
  TAB_104: {
    safe: 'Este aparelho não está na lista da clínica. As fotos continuam nele.',
    todo: 'Ligue o aparelho de novo pelo computador.',
  },
  TAB_105: {
    safe: 'O computador não conseguiu gravar na pasta das fotos. A foto continua no aparelho.',
    todo: 'Avise a recepção e tente mais tarde.',
  },
  TAB_106: {
    safe: 'A foto não chegou inteira. Ela continua no aparelho.',
    todo: 'Chegue mais perto do Wi-Fi e tente de novo.',
  },
  TAB_107: {
    safe: 'A página para tablets está desligada ou o computador está sem rede. Nada foi enviado.',
    todo: 'Ligue a página em Ajustes e confira a rede.',
  },
  TAB_108: {
    safe: 'Não deu para tirar desta foto o lugar onde ela foi feita. Ela continua no aparelho.',
    todo: 'Envie a foto em JPEG, ou peça ao técnico para aceitar fotos como elas são.',
  },
}
