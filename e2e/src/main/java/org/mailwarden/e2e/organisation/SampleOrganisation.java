// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.mailwarden.contracts.account.Protocol;

/**
 * Makes the sample organisation: 42 people, two thirds on IMAP, one third on POP3. The people are the same in every run;
 * their passwords are new in every run, so that a search for them cannot find an old trace.
 */
public final class SampleOrganisation {

    /** The organisation's mail domain (RFC 2606). */
    public static final String DOMAIN = "sample.example";

    /** The domain of recovery addresses. */
    public static final String RECOVERY_DOMAIN = "private.example";

    private static final List<String> GIVEN = List.of(
            "Ada",
            "Björn",
            "Chloé",
            "Dmitri",
            "Emeka",
            "Fatima",
            "Grace",
            "Hiro",
            "Inés",
            "Jürgen",
            "Kofi",
            "Leila",
            "Małgorzata",
            "Noor");
    private static final List<String> FAMILY = List.of("Almeida", "Bergström", "Chaudhry");
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyz";
    private static final String CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final String DIGITS = "23456789";

    private final SecureRandom random = new SecureRandom();

    /**
     * Makes the people.
     *
     * @return 42 people with their plants
     */
    public List<Person> people() {
        List<Person> people = new ArrayList<>();
        for (String family : FAMILY) {
            for (String given : GIVEN) {
                int index = people.size();
                String username = ascii(given) + "." + ascii(family);
                people.add(new Person(
                        username,
                        given + " " + family,
                        username + "@" + DOMAIN,
                        username + "@" + RECOVERY_DOMAIN,
                        index % 3 == 2 ? Protocol.POP3 : Protocol.IMAP,
                        password(),
                        password(),
                        plant(index)));
            }
        }
        return List.copyOf(people);
    }

    /**
     * Counts people.
     *
     * @param people the people
     * @param which whom to count
     * @return how many
     */
    public static int count(List<Person> people, Predicate<Person> which) {
        return (int) people.stream().filter(which).count();
    }

    private static Plant plant(int index) {
        return switch (index) {
            case 1, 5, 11, 20, 29 -> Plant.PWNED;
            case 3, 8, 14 -> Plant.LEAKED_CURRENT;
            case 6, 17, 26, 34 -> Plant.LEAKED_STALE;
            case 23 -> Plant.PWNED_AND_LEAKED;
            case 31 -> Plant.PWNED_PROTECTED;
            default -> Plant.NONE;
        };
    }

    /** Long enough for any password policy, with every class of character, and never in a list. */
    private String password() {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 3; word++) {
            text.append(pick(CAPITALS));
            for (int i = 0; i < 5; i++) {
                text.append(pick(LETTERS));
            }
            text.append(pick(DIGITS)).append('-');
        }
        return text.append(pick(DIGITS)).toString();
    }

    private char pick(String from) {
        return from.charAt(random.nextInt(from.length()));
    }

    private static String ascii(String name) {
        return java.text.Normalizer.normalize(name.replace("ł", "l"), java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
