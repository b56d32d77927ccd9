// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import org.mailwarden.auth.Pure;

/**
 * Where a record was read that became a dead letter.
 *
 * @param topic as its headers say; whether there is such a topic is not looked at here
 * @param partition 0 or more
 * @param offset 0 or more
 */
@Pure
record Origin(String topic, int partition, long offset) {}
