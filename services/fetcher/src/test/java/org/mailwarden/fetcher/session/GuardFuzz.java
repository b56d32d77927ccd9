// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;

/**
 * What the fuzzer calls: the guard says the same of a server's bytes however they are cut into packets, and only ever what it
 * is made to say.
 */
public final class GuardFuzz {

    private GuardFuzz() {}

    /** The first byte chooses protocol and budget, the second the size of the packets; the rest is what the server sends. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        String whole = verdict(input, input.length);
        String cut = verdict(input, 1 + (input[1] & 0x1f));
        if (!whole.equals(cut)) {
            throw new AssertionError("At once: " + whole + "; in packets: " + cut);
        }
    }

    private static String verdict(byte[] input, int packet) {
        Protocol protocol = (input[0] & 1) == 0 ? Protocol.IMAP : Protocol.POP3;
        Wire wire = new Wire(budget(input[0] >> 1 & 3));
        Guard guard = new Guard(wire, protocol);
        int at = 2;
        try {
            while (at < input.length) {
                int end = Math.min(input.length, at + packet);
                while (at < end) {
                    int taken = guard.check(input, at, end - at);
                    if (taken < 1 || taken > end - at || guard.literalLeft() > Limits.LITERAL_BYTES) {
                        throw new AssertionError("It took " + taken + " of " + (end - at));
                    }
                    at += taken;
                }
            }
        } catch (IOException tripped) {
            @Nullable String reason = wire.reason();
            if (wire.fault() != Wire.Fault.GUARD || reason == null) {
                throw new AssertionError("It stopped without saying why", tripped);
            }
            return reason;
        }
        return "sound, " + guard.literalLeft() + " of a literal left";
    }

    private static Budget budget(int kind) {
        Duration time = Duration.ofDays(1);
        return switch (kind) {
            case 0 -> Budget.command(time);
            case 1 -> Budget.message(10_000, time);
            case 2 -> Budget.listing(time);
            default -> new Budget(200, 5, 60, 60, time, false);
        };
    }
}
