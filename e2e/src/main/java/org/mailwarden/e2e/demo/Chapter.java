// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

/** A part of the story; what it promises is checked from outside the services. */
interface Chapter {

    /** What happens in it, for people. */
    String title();

    /**
     * Lets it happen, and records its promises.
     *
     * @param world the sample organisation and the doors to the stack
     * @throws RuntimeException when the story cannot go on
     */
    void tell(World world);
}
