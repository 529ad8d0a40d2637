/* The door of cli/: the command line. Only this folder prints and decides exit codes. */
#ifndef CLI_H
#define CLI_H

/* Runs one command; returns the exit code: 0 fine, 1 findings, 2 usage, 3 system. */
int cli_main(int argc, char **argv);

#endif
