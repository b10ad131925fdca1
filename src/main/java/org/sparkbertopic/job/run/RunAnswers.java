package org.sparkbertopic.job.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.sparkbertopic.BERTopicModel;
import org.sparkbertopic.io.FilePaths;
import org.sparkbertopic.persistence.ModelVersions;
import org.sparkbertopic.persistence.SavedModel;
import org.sparkbertopic.representation.WordSettings;
import org.sparkbertopic.stage.table.UnusableInputException;

/**
 * The answers of a language model in the run of a model. They are beside the model that the user
 * named, so they may be read as it may. A run that makes another model of it takes them along: so
 * they are not paid for again, and the new run needs no other, which may be moved or deleted.
 */
public final class RunAnswers {

  private static final String SUFFIX = ".json";

  private final Optional<Path> folder;

  private RunAnswers(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * Finds the answers in the run of a model.
   *
   * @param place folder of the model: {@code model} of a run, or a version in it
   */
  public static RunAnswers beside(String place, Configuration hadoop) {
    Path model = FilePaths.of(place);
    Path ofRun = ModelVersions.number(model.getName()).isPresent() ? model.getParent() : model;
    return new RunAnswers(
        Optional.ofNullable(ofRun.getParent())
            .map(run -> FilePaths.child(run, RunDirectory.ANSWERS))
            .filter(answers -> exists(answers, hadoop)));
  }

  /** Finds the answers in a run. */
  static RunAnswers in(RunDirectory run) {
    return new RunAnswers(
        Optional.of(run.path(RunDirectory.ANSWERS)).filter(answers -> run.exists(answers)));
  }

  private static boolean exists(Path folder, Configuration hadoop) {
    try {
      return folder.getFileSystem(hadoop).exists(folder);
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "'%s' must be readable if it exists, since it may hold answers that were paid for, got %s",
          folder,
          e.getMessage());
    }
  }

  /** Has the model read the answers, wherever its run was when it was written. */
  public BERTopicModel readBy(BERTopicModel model) {
    return folder
        .map(answers -> moved(model, answers, answers).allowPath(answers.toString()))
        .orElse(model);
  }

  /** Copies the answers to a run, where a model that was made of theirs reads and keeps them. */
  public BERTopicModel carriedTo(RunDirectory run, BERTopicModel model) {
    Path own = run.path(RunDirectory.ANSWERS);
    if (folder.isPresent()) {
      copy(folder.get(), run);
      return moved(model, folder.get(), own);
    }
    // a folder that the fit shares with other runs is not copied: it is read further
    return run.exists(own) ? changed(model, words -> words.keepingIn(own.toString())) : model;
  }

  private static BERTopicModel moved(BERTopicModel model, Path from, Path to) {
    return changed(model, words -> words.movedTo(to.toString(), from.toString()));
  }

  private static BERTopicModel changed(BERTopicModel model, UnaryOperator<WordSettings> change) {
    SavedModel saved = model.savedModel();
    WordSettings words;
    try {
      words = saved.words();
    } catch (IllegalArgumentException e) {
      // a part is missing here; what needs the words says which
      return model;
    }
    return model.grown(saved.withWords(change.apply(words)));
  }

  /** What is there already stays, if it is whole. */
  private static void copy(Path from, RunDirectory run) {
    Path to = run.path(RunDirectory.ANSWERS);
    FileSystem files = run.files();
    try {
      FileSystem source = from.getFileSystem(files.getConf());
      files.mkdirs(to);
      Map<String, Long> present = new HashMap<>();
      for (FileStatus file : files.listStatus(to)) {
        present.put(file.getPath().getName(), file.getLen());
      }
      for (FileStatus file : source.listStatus(from)) {
        String name = file.getPath().getName();
        boolean isAnswer = file.isFile() && name.endsWith(SUFFIX);
        if (isAnswer && !Objects.equals(present.get(name), file.getLen())) {
          Path copy = FilePaths.child(to, name);
          FileUtil.copy(source, file, files, copy, false, true, files.getConf());
        }
      }
    } catch (IOException e) {
      throw UnusableInputException.of(
          e,
          "'%s' must be readable, and '%s' a folder that can be written to, since they keep answers that were paid for, got %s",
          from,
          to,
          e.getMessage());
    }
  }
}
