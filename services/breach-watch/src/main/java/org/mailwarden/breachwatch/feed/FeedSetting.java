// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/**
 * Something of a feed that can be configured.
 *
 * @param name its name
 * @param required whether the feed cannot work without it
 * @param secret whether it is sealed and never shown again
 * @param description what it is, one plain sentence
 */
public record FeedSetting(String name, boolean required, boolean secret, String description) {}
