package org.sparkbertopic.params;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * The parts that saved files may name: those of the library, those that a {@link PartProvider} on
 * the class path names, and those that the program registered. A file names a part by such a name
 * and never by a Java class, so that reading a file loads only registered classes.
 */
public final class Parts {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private static final ConcurrentMap<String, Class<? extends Record>> REGISTERED =
      new ConcurrentHashMap<>();

  /** The parts that providers name, by class loader. */
  private static final Map<ClassLoader, Parts> PROVIDED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<String, Class<? extends Record>> types = new TreeMap<>();
  private final Map<String, String> formerNames = new HashMap<>();

  private Parts() {}

  /**
   * Registers your own part under its name in saved files, for this JVM. Registering it again
   * changes nothing.
   *
   * @param name lower-case words joined by hyphens, such as {@code acme-embedder}
   * @throws IllegalArgumentException if the name has another form, or another part has it
   */
  public static void register(String name, Class<? extends Record> type) {
    requireName(name);
    requireRecord(type);
    Class<? extends Record> other = provided().types.get(name);
    if (other == null || other.equals(type)) {
      other = REGISTERED.putIfAbsent(name, type);
    }
    if (other != null && !other.equals(type)) {
      throw taken(name, other, type);
    }
  }

  /** The part of that name that implements the contract; empty if none is registered. */
  static <T> Optional<Class<? extends T>> typeNamed(String name, Class<T> contract) {
    return anyNamed(name).filter(contract::isAssignableFrom).map(type -> type.asSubclass(contract));
  }

  static Optional<Class<? extends Record>> anyNamed(String name) {
    Class<? extends Record> type = REGISTERED.get(name);
    return Optional.ofNullable(type == null ? provided().types.get(name) : type);
  }

  /** The name of a part in saved files; empty if it has none. */
  static Optional<String> nameOf(Class<?> type) {
    Optional<String> own = nameIn(REGISTERED, type);
    return own.isPresent() ? own : nameIn(provided().types, type);
  }

  private static Optional<String> nameIn(
      Map<String, Class<? extends Record>> types, Class<?> type) {
    return types.entrySet().stream()
        .filter(entry -> entry.getValue().equals(type))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * The current name for a name in a file of an earlier release, which may be a Java class. Names
   * are only compared; nothing is loaded by them.
   */
  static String today(String former) {
    String name = provided().formerNames.get(former);
    if (name != null) {
      return name;
    }
    for (Map<String, Class<? extends Record>> types : List.of(REGISTERED, provided().types)) {
      for (Map.Entry<String, Class<? extends Record>> entry : types.entrySet()) {
        if (entry.getValue().getName().equals(former)) {
          return entry.getKey();
        }
      }
    }
    return former;
  }

  /** Names of the registered parts that implement the contract, ascending. */
  static List<String> namesOf(Class<?> contract) {
    Map<String, Class<? extends Record>> all = new TreeMap<>(provided().types);
    all.putAll(REGISTERED);
    return all.entrySet().stream()
        .filter(entry -> contract.isAssignableFrom(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The thread's class loader sees jars given to spark-submit; this class's loader may not. */
  private static Parts provided() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return PROVIDED.computeIfAbsent(
        context == null ? Parts.class.getClassLoader() : context, Parts::provided);
  }

  private static Parts provided(ClassLoader loader) {
    Parts parts = new Parts();
    for (ClassLoader from : List.of(Parts.class.getClassLoader(), loader)) {
      ServiceLoader.load(PartProvider.class, from).forEach(parts::add);
    }
    return parts;
  }

  private void add(PartProvider provider) {
    provider
        .parts()
        .forEach(
            (name, type) -> {
              requireName(name);
              requireRecord(type);
              Class<? extends Record> other = types.putIfAbsent(name, type);
              if (other != null && !other.equals(type)) {
                throw taken(name, other, type);
              }
            });
    formerNames.putAll(provider.formerNames());
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of a part must be lower-case words joined by hyphens, got '"
              + name
              + "'; write it as acme-embedder");
    }
  }

  private static void requireRecord(Class<?> type) {
    Objects.requireNonNull(type, "type");
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          "type of a part must be a record, got "
              + type.getName()
              + "; write it as a record of its configuration");
    }
  }

  private static IllegalArgumentException taken(String name, Class<?> first, Class<?> second) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "name of a part must be its own, got '%s' for %s and %s; give one of them another",
            name,
            first.getName(),
            second.getName()));
  }
}
