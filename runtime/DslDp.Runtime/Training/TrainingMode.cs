using static TorchSharp.torch;

namespace DslDp;

/// <summary>Puts a model into training mode, and back as it was, layer by layer.</summary>
internal sealed class TrainingMode
{
    private readonly nn.Module model;
    private readonly List<(nn.Module Module, bool Training)> before;

    /// <summary>Notes the mode of the model and of each layer, then switches all of them to training.</summary>
    public TrainingMode(nn.Module model)
    {
        this.model = model;
        before = [(model, model.training), .. model.modules().Select(module => (module, module.training))];
        model.train();
    }

    /// <summary>Runs in evaluation mode with gradients off, and returns to training mode whatever happens.</summary>
    public T Suspended<T>(Func<T> function)
    {
        model.eval();
        try
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            return function();
        }
        finally
        {
            model.train();
        }
    }

    /// <summary>Puts every layer back into the mode it was in.</summary>
    public void Restore()
    {
        // Parents come before their children, and train() reaches down: so the last word is each layer's own.
        foreach (var (module, training) in before)
            module.train(training);
    }
}
