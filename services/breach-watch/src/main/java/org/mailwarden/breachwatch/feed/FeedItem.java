// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/**
 * What a source says about one address, in memory only.
 *
 * @param address the address, trimmed, lower case
 * @param exposure what is known
 * @param reference names the item within its feed, the same when it is read again; no address and no secret, at most 200
 *     characters
 * @param source who says so, for people: stands in the finding; no secret
 */
public record FeedItem(String address, Exposure exposure, String reference, String source) implements AutoCloseable {

    /** Wipes what is secret in it. */
    @Override
    public void close() {
        if (exposure instanceof Exposure.Password leaked) {
            leaked.password().close();
        }
    }

    /** Neither the address nor the secret: the item may belong to a stranger. */
    @Override
    public String toString() {
        return "FeedItem[" + exposure.getClass().getSimpleName() + "]";
    }
}
