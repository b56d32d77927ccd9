// SPDX-License-Identifier: Apache-2.0
/** Messages on their way to Kafka, acknowledged before anything advances. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.publish;
