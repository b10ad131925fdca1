package org.sparkbertopic.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.FieldVisitor;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;

/**
 * Checks without running it that a jar links with the classes of a cluster: that each class, method
 * and field that it names there is there, with the same descriptor. What the JVM would report as
 * NoClassDefFoundError, NoSuchMethodError or AbstractMethodError when a job comes to it.
 */
public final class Linkage implements AutoCloseable {

  private static final int API = Opcodes.ASM9;

  /** Of these, our classes name what the cluster has. */
  private static final List<String> OF_CLUSTERS =
      List.of(
          "org/apache/spark/",
          "org/apache/hadoop/",
          "org/apache/commons/",
          "org/apache/parquet/",
          "org/apache/logging/",
          "org/slf4j/",
          "scala/",
          "com/fasterxml/");

  private final List<JarFile> jars = new ArrayList<>();
  private final Map<String, JarFile> jarOfClass = new HashMap<>();
  private final Map<String, Optional<Members>> members = new HashMap<>();

  private record Members(String parent, List<String> interfaces, Set<String> names) {}

  /**
   * Opens the jars.
   *
   * @param jars those of the cluster and the one that is checked
   */
  public Linkage(Collection<Path> jars) throws IOException {
    for (Path jar : jars) {
      JarFile file = new JarFile(jar.toFile());
      this.jars.add(file);
      file.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .forEach(entry -> jarOfClass.putIfAbsent(className(entry.getName()), file));
    }
  }

  /** The jar and all jars of a Spark distribution. */
  public static Linkage withCluster(Path jar, Path sparkHome) throws IOException {
    List<Path> all = new ArrayList<>(List.of(jar));
    try (Stream<Path> files = Files.list(sparkHome.resolve("jars"))) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(all::add);
    }
    return new Linkage(all);
  }

  /**
   * What the chosen classes name and the class path lacks, each as "class names member".
   *
   * @param callers names of classes, with slashes
   * @param targets names of the classes that are looked at, with slashes
   */
  public Set<String> broken(Predicate<String> callers, Predicate<String> targets) {
    Set<String> broken = new TreeSet<>();
    jarOfClass.keySet().stream()
        .filter(callers)
        .forEach(caller -> read(caller).accept(new References(caller, targets, broken), 0));
    return broken;
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }

  private static String className(String entry) {
    return entry.substring(0, entry.length() - ".class".length());
  }

  private ClassReader read(String name) {
    JarFile jar = jarOfClass.get(name);
    try (InputStream bytes = jar.getInputStream(jar.getEntry(name + ".class"))) {
      return new ClassReader(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean has(String owner, String member, Set<String> seen) {
    if (owner == null || !seen.add(owner)) {
      return false;
    }
    Optional<Members> found = members.computeIfAbsent(owner, this::membersOf);
    if (found.isEmpty()) {
      // The JDK's own: what is inherited from it is there.
      return owner.startsWith("java/") && ofJdk(owner, member);
    }
    Members type = found.get();
    return type.names().contains(member)
        || has(type.parent(), member, seen)
        || type.interfaces().stream().anyMatch(each -> has(each, member, seen));
  }

  private static boolean ofJdk(String owner, String member) {
    try {
      String name = member.substring(0, member.indexOf(' '));
      Class<?> type = Class.forName(owner.replace('/', '.'), false, null);
      return Stream.concat(
              Stream.of(type.getMethods()).map(each -> each.getName()),
              Stream.of(type.getDeclaredMethods()).map(each -> each.getName()))
          .anyMatch(name::equals);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private Optional<Members> membersOf(String name) {
    if (!jarOfClass.containsKey(name)) {
      return Optional.empty();
    }
    Set<String> names = new HashSet<>();
    String[] parent = new String[1];
    List<String> interfaces = new ArrayList<>();
    read(name)
        .accept(
            new ClassVisitor(API) {
              @Override
              public void visit(
                  int version, int access, String self, String sign, String up, String[] all) {
                parent[0] = up;
                interfaces.addAll(List.of(all));
              }

              @Override
              public MethodVisitor visitMethod(
                  int access, String method, String type, String sign, String[] thrown) {
                names.add(method + ' ' + type);
                return null;
              }

              @Override
              public FieldVisitor visitField(
                  int access, String field, String type, String sign, Object value) {
                names.add(field + ' ' + type);
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return Optional.of(new Members(parent[0], interfaces, names));
  }

  /** Visits what a class names. */
  private final class References extends ClassVisitor {

    private final String caller;
    private final Predicate<String> targets;
    private final Set<String> broken;

    References(String caller, Predicate<String> targets, Set<String> broken) {
      super(API);
      this.caller = caller;
      this.targets = targets;
      this.broken = broken;
    }

    private void type(String name) {
      if (name == null) {
        return;
      }
      if (name.startsWith("[")) {
        type(Type.getType(name));
        return;
      }
      if (targets.test(name) && !jarOfClass.containsKey(name)) {
        broken.add(caller + " names " + name);
      }
    }

    private void type(Type type) {
      switch (type.getSort()) {
        case Type.ARRAY -> type(type.getElementType());
        case Type.OBJECT -> type(type.getInternalName());
        case Type.METHOD -> {
          type(type.getReturnType());
          for (Type argument : type.getArgumentTypes()) {
            type(argument);
          }
        }
        default -> {}
      }
    }

    private void member(String owner, String name, String descriptor) {
      if (owner.startsWith("[") || !targets.test(owner)) {
        return;
      }
      type(owner);
      if (jarOfClass.containsKey(owner)
          && !has(owner, name + ' ' + descriptor, new HashSet<>())
          && !has("java/lang/Object", name + ' ' + descriptor, new HashSet<>())) {
        broken.add(caller + " names " + owner + '.' + name + descriptor);
      }
    }

    @Override
    public void visit(int version, int access, String name, String sign, String up, String[] all) {
      type(up);
      for (String each : all) {
        type(each);
      }
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String sign, Object value) {
      type(Type.getType(descriptor));
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String sign, String[] thrown) {
      type(Type.getMethodType(descriptor));
      return new MethodVisitor(API) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean ofInterface) {
          member(owner, method, type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          member(owner, field, type);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
          type(type);
        }

        @Override
        public void visitLdcInsn(Object value) {
          if (value instanceof Type type) {
            type(type);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (argument instanceof Handle handle) {
              member(handle.getOwner(), handle.getName(), handle.getDesc());
            }
          }
        }
      };
    }
  }

  /** As {@link #broken}, of our own classes and what a cluster has. */
  public Set<String> ofSparkBertopic() {
    return broken(
        name -> name.startsWith("org/sparkbertopic/"),
        name -> OF_CLUSTERS.stream().anyMatch(name::startsWith));
  }
}
