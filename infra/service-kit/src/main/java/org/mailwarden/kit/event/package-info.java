// SPDX-License-Identifier: Apache-2.0
/** CloudEvents on Kafka: deterministic ids, publishing, reading. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.event;
