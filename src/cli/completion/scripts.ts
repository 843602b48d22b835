/** Shells there is a script for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell there is a script for. */
export type Shell = (typeof SHELLS)[number];

/**
 * Scripts that ask the program itself what a word can be completed to. `SHELL` tells it in which
 * form: fish and zsh show a description beside each word. Where it has none, names of files are
 * offered.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // Words are compared by hand, since compgen -W would run what a name of a file has in $(…).
  bash: `# tailcap completion for bash: add this line to ~/.bashrc
#   source <(tailcap completion bash)
_tailcap_completions() {
  local word current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r word; do
    if [[ $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
  done < <(SHELL=bash tailcap --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
}
complete -o filenames -o bashdefault -o default -F _tailcap_completions tailcap
`,
  zsh: `#compdef tailcap
# tailcap completion for zsh: add this line to ~/.zshrc, after compinit
#   source <(tailcap completion zsh)
_tailcap() {
  local -a reply
  reply=("\${(@f)$(SHELL=zsh tailcap --get-yargs-completions "\${(@)words[1,CURRENT]}" 2>/dev/null)}")
  if [[ -n \${reply[1]} ]]; then _describe 'values' reply; else _files; fi
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _tailcap "$@"
else
  compdef _tailcap tailcap
fi
`,
  fish: `# tailcap completion for fish: write it to a file that fish reads by itself
#   tailcap completion fish > ~/.config/fish/completions/tailcap.fish
complete -c tailcap -a '(env SHELL=fish tailcap --get-yargs-completions (commandline -opc) (commandline -ct) 2>/dev/null)'
`,
};

/** The shell that the user's environment names; bash where it names none of them. */
export function shellOf(environment: string | undefined): Shell {
  return SHELLS.find((shell) => environment?.endsWith(shell)) ?? "bash";
}
