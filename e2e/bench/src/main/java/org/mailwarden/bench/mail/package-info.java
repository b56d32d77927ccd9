// SPDX-License-Identifier: Apache-2.0
/** Mailboxes as fleets have them, from a seed. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.mail;
