/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The checksum of a frame, for the guest and for the host (Documentation/backends.rst).
 * The boot's token goes into it, so that no frame of another boot is right.
 */
#ifndef KIT_FRAME_H
#define KIT_FRAME_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define FRAME_MARK	"kit-frame "
#define FRAME_BYTES	160	/* of the stream in one frame, at most */
#define CONSOLE_END	"kit: console complete "
#define STREAM_SUM	"kit: sum "	/* and the CRC of all bytes before it */

/* The CRC-32 of zlib and Ethernet. */
static inline uint32_t frame_crc(uint32_t crc, const char *data, size_t len)
{
	crc = ~crc;
	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

/* Of the token, the frame's number and the bytes that it carries. */
static inline uint32_t frame_sum(const char *token, unsigned long number,
				 const char *data, size_t len)
{
	char head[32];
	uint32_t crc = frame_crc(0, token, strlen(token));

	snprintf(head, sizeof(head), " %lu ", number);
	crc = frame_crc(crc, head, strlen(head));
	return frame_crc(crc, data, len);
}

#endif /* KIT_FRAME_H */
