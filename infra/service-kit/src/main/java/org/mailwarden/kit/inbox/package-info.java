// SPDX-License-Identifier: Apache-2.0
/** Events handled once, whatever Kafka repeats, and never lost to a database that is away. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.inbox;
