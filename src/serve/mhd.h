/* Private to serve/: the functions of libmicrohttpd, which is opened when the preview starts and is
 * not linked. With it come GnuTLS and eight libraries more, for pages that are never sent over TLS:
 * two megabytes and a third of the instructions of every start, also of verbs that read what
 * strangers wrote. */
#ifndef SERVE_MHD_H
#define SERVE_MHD_H

#include <microhttpd.h>

#include "util/util.h"

/* Names are those of the manual without MHD_. Valid once mhd_open has returned true. */
extern struct mhd {
    __typeof__(MHD_start_daemon) *start_daemon;
    __typeof__(MHD_stop_daemon) *stop_daemon;
    __typeof__(MHD_lookup_connection_value) *lookup_connection_value;
    __typeof__(MHD_get_connection_info) *get_connection_info;
    __typeof__(MHD_create_response_from_buffer) *create_response_from_buffer;
    __typeof__(MHD_create_response_from_callback) *create_response_from_callback;
    __typeof__(MHD_add_response_header) *add_response_header;
    __typeof__(MHD_queue_response) *queue_response;
    __typeof__(MHD_destroy_response) *destroy_response;
} mhd;

/* Before the wall, behind which nobody maps code, and before threads. It stays open until the
 * program ends. False after it has reported. */
bool mhd_open(struct diags *d) MUST_USE;

#endif
