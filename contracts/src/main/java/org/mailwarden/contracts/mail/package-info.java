// SPDX-License-Identifier: Apache-2.0
/** What was seen in a mailbox: never a body. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.mail;
