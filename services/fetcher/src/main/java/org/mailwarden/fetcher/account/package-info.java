// SPDX-License-Identifier: Apache-2.0
/** The fleet: accounts over REST, and their snapshots on Kafka. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.account;
