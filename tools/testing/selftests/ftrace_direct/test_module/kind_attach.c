// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls on functions of every kind, one struct kit_direct for each.
 * kind_functions.c has the functions.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include <kit/direct.h>

#include "internal.h"
#include "kinds.h"

static struct kit_direct places[DCT_NR_PLACES];
static bool leaves[DCT_NR_PLACES];

static bool bad_request(const struct dct_place *req)
{
	return req->kind >= DCT_NR_PLACES || req->tramp >= DCT_NR_TRAMPS;
}

static void *place_address(const struct dct_place *req)
{
	if (req->kind == DCT_PLACE_ADDRESS)
		return (void *)(unsigned long)req->address;
	return dct_place_function(req->kind);
}

int dct_place_attach(struct dct_place *req)
{
	struct kit_direct *place;
	void *func;

	if (bad_request(req))
		return -EINVAL;
	place = &places[req->kind];
	func = place_address(req);
	if (!func || place->addr)
		return -EINVAL;
	req->address = (unsigned long)func;
	req->filter = kit_direct_init(place, func);
	if (req->filter)
		return 0;
	req->result = kit_direct_register(place, dct_tramp_address(req->tramp));
	if (req->result)
		kit_direct_exit(place);
	leaves[req->kind] = req->leaves;
	return 0;
}

/**
 * dct_place_modify - switch the direct call of a place
 * @req: which, and to which trampoline; gets the result
 *
 * Context: Process context, may sleep. The function may have gone.
 * Return: 0 or -EINVAL
 */
int dct_place_modify(struct dct_place *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_modify(&places[req->kind],
					dct_tramp_address(req->tramp));
	return 0;
}

int dct_place_detach(struct dct_place *req)
{
	struct kit_direct *place;

	if (bad_request(req))
		return -EINVAL;
	place = &places[req->kind];
	req->result = kit_direct_unregister(place,
					    dct_tramp_address(req->tramp));
	if (!req->result)
		kit_direct_exit(place);
	return 0;
}

/**
 * dct_place_rest - detach, and keep the choice of functions
 * @req: which, and its trampoline; gets the result
 *
 * Context: Process context, may sleep. The function may have gone.
 * Return: 0 or -EINVAL
 */
int dct_place_rest(struct dct_place *req)
{
	if (bad_request(req))
		return -EINVAL;
	req->result = kit_direct_unregister(&places[req->kind],
					    dct_tramp_address(req->tramp));
	return 0;
}

/**
 * dct_place_again - attach to what was chosen before
 * @req: which, after dct_place_rest(), and the trampoline; gets the result
 *
 * Context: Process context, may sleep. The function may have gone.
 * Return: 0 or -EINVAL
 */
int dct_place_again(struct dct_place *req)
{
	if (bad_request(req) || places[req->kind].addr)
		return -EINVAL;
	req->result = kit_direct_register(&places[req->kind],
					  dct_tramp_address(req->tramp));
	return 0;
}

int dct_place_site(struct dct_place *req)
{
	void *func;

	if (bad_request(req))
		return -EINVAL;
	func = place_address(req);
	return func ? dct_site_bytes(func, req->bytes) : -EINVAL;
}

/* What does not come off stays as it is: it is in ftrace's list still. */
int dct_place_release(unsigned int kind)
{
	struct kit_direct *place = &places[kind];

	if (!place->addr)
		return 0;
	if (kit_direct_unregister(place, place->addr))
		return -EBUSY;
	kit_direct_exit(place);
	return 0;
}

/* The module that has the function goes. */
int dct_place_withdraw(unsigned int kind)
{
	return leaves[kind] ? 0 : dct_place_release(kind);
}

int dct_place_detach_all(void)
{
	unsigned int kind;
	int err = 0;

	for (kind = 0; kind < DCT_NR_PLACES; kind++)
		err = dct_place_release(kind) ?: err;
	return err;
}
