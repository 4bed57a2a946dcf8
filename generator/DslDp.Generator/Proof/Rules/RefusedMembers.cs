using System.Linq;

namespace DslDp.Generator.Proof.Rules;

/// <summary>Members that no model should use while the examples are looked at: global state, files, memory, tensors that are written into.</summary>
internal static class RefusedMembers
{
    public static void AddTo(OperatorTable table)
    {
        State(table);
        Memory(table);
        Values(table);
        Outdated(table);
        Weights(table);
    }

    private static void State(OperatorTable table)
    {
        table.AddAll(
            "torch",
            """
            set_default_device set_default_dtype set_default_tensor_type set_deterministic_debug_mode set_float32_matmul_precision set_num_interop_threads
            set_num_threads set_printoptions set_warn_always use_deterministic_algorithms InitializeDevice InitializeDeviceType TryInitializeDeviceType
            NormalizeNuGetVersion CheckForErrors
            """,
            RefusedRows.Refuse(Reason.StateBetweenBatches, "changes or asks for settings of the whole process", "do it before training"));
        table.AddAll("torch", "enable_grad set_grad_enabled inference_mode", RefusedRows.Refuse(
            Reason.UnknownOperation, "changes what autograd follows, on which the clipping relies", "use detach() on what is not to be trained, or using (no_grad())"));
        table.AddAll("torch", "manual_seed seed initial_seed get_rng_state set_rng_state", RandomState);
        table.AddAll("torch", "randint_bool randint_int randint_long rand_float randn_float", RefusedRows.Refuse(
            Reason.UnknownOperation, "draws one number on the host, and the program then depends on it", "draw a tensor, as in torch.rand(1)"));
        table.AddAll("torch.Tensor", "backward grad retain_grad with_requires_grad", RefusedRows.Refuse(
            Reason.UnknownOperation, "takes part in the computation of gradients, which is the training loop's", "return the loss of each example, and leave gradients to the loop"));
        table.AddAll("torch.Tensor", "TotalCount PeakCount", RefusedRows.Refuse(Reason.UnknownOperation, "counts all tensors of the process", "look at it outside of the model"));
        table.Add("torch.WrappedTensorDisposeScope", RefusedRows.Refuse(Reason.UnknownOperation, "runs a function in a scope of its own", "write using var scope = torch.NewDisposeScope()"));
        table.AddAll("DisposeScope", "MarkAsDisposed Contains DisposablesView DisposablesCount", RefusedRows.Refuse(Reason.UnknownOperation, "looks into a scope", "move tensors out of it, or dispose of it"));
    }

    private static void Memory(OperatorTable table)
    {
        table.AddAll("torch.Tensor", "Load load ReadBytesFromStream", Reads);
        table.AddAll("torch", "load from_file", Reads);
        table.AddAll("TensorExtensionMethods", "Load", Reads);
        table.AddAll("torch.Tensor", "Handle DecoupleFromNativeHandle UnsafeCreateTensor storage", RefusedRows.Refuse(
            Reason.ValueLetOut, "gives access to the memory of a tensor", "compute with the tensor itself"));
        table.AddAll("torch.Tensor", "arange_out rand_out randint_out randn_out randperm_out ones zeros empty full eye", Writes);
        table.AddAll("torch", "rand_out randint_out randperm_out", Writes);
        table.AddAll("torch", "sparse_coo_tensor sparse", Sparse);
        table.AddAll("torch.Tensor", "to_sparse SparseIndices SparseValues", Sparse);
        table.AddAll("torch.Tensor", "int_repr q_scale q_zero_point q_per_channel_axis q_per_channel_scales q_per_channel_zero_points", Quantized);
        table.AddAll("torch", "quantize_per_channel quantize_per_tensor quantized_batch_norm quantized_max_pool1d quantized_max_pool2d", Quantized);
        table.AddAll("torch.Tensor", "align_as align_to refine_names rename", RefusedRows.Refuse(
            Reason.UnknownOperation, "moves axes by their names, which the proof does not follow", "use permute and unsqueeze, which name axes by their numbers"));
    }

    private static void Values(OperatorTable table)
    {
        table.AddAll(
            "torch.Tensor",
            "ReadCpuBFloat16 ReadCpuBool ReadCpuByte ReadCpuDouble ReadCpuFloat16 ReadCpuInt16 ReadCpuInt32 ReadCpuInt64 ReadCpuSByte ReadCpuSingle WriteBytesToStream Equals GetHashCode",
            RefusedRows.LetOut);
        table.AddAll("TensorExtensionMethods", "metastr ToBFloat16 ToComplex32 ToComplex64", RefusedRows.LetOut);
        table.Add("torch._assert", RefusedRows.Refuse(Reason.ValueLetOut, "stops the program on a condition that may depend on the examples", "check the data before training"));
        table.Add("torch.Tensor.nonzero_as_list", RefusedRows.OfOpenSize);
        table.Add("torch.histogram", RefusedRows.OfAllElements);
        table.AddAll("torch", "_standard_gamma _sample_dirichlet", RefusedRows.DrawsByValue);
        table.Add("torch.broadcast_shapes", RefusedRows.Refuse(Reason.UnknownOperation, "computes a shape from lists that the proof does not follow", "use the shape of the tensor, x.shape"));
        table.Add("torch.is_neg", RefusedRows.Refuse(Reason.UnknownOperation, "asks for a flag of the memory, as a tensor", "leave it out"));
    }

    private static void Outdated(OperatorTable table)
    {
        table.AddTensor("cross", RefusedRows.Refuse(Reason.UnknownOperation, "takes a number where the other vector belongs", "use torch.linalg.cross(a, b)"));
        table.AddAll("torch", "eig symeig qr svd lstsq lu lu_solve lu_unpack", RefusedRows.Refuse(
            Reason.UnknownOperation, "is outdated, and gives something else than its name says", "use the function in torch.linalg (eigh, qr, svd, lstsq, lu, lu_factor, lu_solve)"));
        table.AddTensor("ormqr", RefusedRows.Refuse(Reason.UnknownOperation, "multiplies by a matrix that is kept as reflections", "make it with torch.linalg.householder_product, and use matmul"));
        table.AddAll("torch", "svd_lowrank pca_lowrank", RefusedRows.Refuse(Reason.UnknownOperation, "projects all matrices with one random matrix", "use torch.linalg.svd"));
        table.AddAll("torch.linalg", "tensorinv tensorsolve", RefusedRows.Refuse(Reason.UnknownOperation, "takes all axes of the tensor for one matrix", "use inv or solve, which work on a stack of matrices"));
        table.AddAll(
            "torch.nn.functional",
            "adaptive_avg_pool3d_backward avg_pool2d_backward avg_pool3d_backward upsample_nearest1d_backward upsample_nearest2d_backward upsample_nearest3d_backward",
            RefusedRows.Refuse(Reason.UnknownOperation, "is the inside of autograd", "use the function itself, and leave its gradient to the loop"));
        table.Add("torch.Tensor.op_MinusMinusGreater", RefusedRows.Refuse(Reason.UnknownOperation, "hands a tensor to a module", "call the module, as in layer.call(x)"));
    }

    private static void Weights(OperatorTable table)
    {
        table.Add("TensorExtensionMethods.AsParameter", RefusedRows.Refuse(Reason.StateBetweenBatches, "makes a parameter while the model runs", "make it in a readonly field"));
        table.AddAll("torch.nn", "Embedding_from_pretrained EmbeddingBag_from_pretrained", RefusedRows.Refuse(
            Reason.UnknownComponent, "makes a layer whose weights come from elsewhere", "make the layer with Embedding, load its weights before training, and mark the field Frozen if they are not trained"));
        table.AddAll(
            "torch.nn.init",
            """
            ones_ zeros_ dirac_ eye_ constant_ uniform_ normal_ trunc_normal_ orthogonal_ sparse_ kaiming_uniform_ kaiming_normal_ xavier_uniform_ glorot_uniform_
            xavier_normal_ glorot_normal_
            """,
            RefusedRows.Refuse(Reason.StateBetweenBatches, "sets weights while the model runs", "do it in the constructor"));
        table.AddAll("torch.nn.init", "calculate_gain CalculateFanInAndFanOut", RefusedRows.Refuse(Reason.UnknownOperation, "belongs to the setting of initial weights", "do it in the constructor"));
        table.AddAll(
            "torch.nn.utils",
            "clip_grad_norm_ clip_grad_value_ parameters_to_vector vector_to_parameters fuse_conv_bn_weights fuse_linear_bn_weights fuse_linear_bn_eval",
            RefusedRows.Refuse(Reason.UnknownOperation, "works on the parameters or their gradients, which are the training loop's", "leave it out: the loop clips each example's gradient"));
        table.AddAll(
            "torch.distributions",
            """
            Bernoulli Beta Binomial Categorical Cauchy Chi2 Dirichlet Exponential ExpRelaxedCategorical FisherSnedecor Gamma Geometric Gumbel HalfCauchy HalfNormal
            Independent Kumaraswamy Laplace LogitRelaxedBernoulli LogNormal Multinomial MultivariateNormal NegativeBinomial Normal OneHotCategorical Pareto Poisson
            RelaxedBernoulli RelaxedOneHotCategorical Uniform Weibull
            """,
            RefusedRows.Refuse(
                Reason.UnknownOperation,
                "makes an object that draws and computes with tensors of its own, which the proof does not look into",
                "write its density and its draws with tensors, as in mean + deviation * torch.randn_like(mean)"));
        table.AddAll("torch.autograd", "grad backward detect_anomaly set_detect_anomaly", RefusedRows.Refuse(
            Reason.UnknownOperation, "computes gradients, which is the training loop's", "return the loss of each example, and leave gradients to the loop"));
        table.AddAll("torch.random", "seed initial_seed manual_seed get_rng_state set_rng_state", RandomState);
        table.AddAll("torch.cuda", "manual_seed manual_seed_all", RandomState);
        table.AddAll("torch.cuda", "synchronize", RefusedRows.Refuse(Reason.UnknownOperation, "waits for the device", "leave it out"));
        table.AddAll("torch.nn.utils.rnn", "pack_padded_sequence pad_packed_sequence pad_sequence pack_sequence", RefusedRows.Refuse(
            Reason.UnknownOperation, "lays the steps of all examples into one list, sorted by their lengths", "keep the padding, and mask the steps after each example's length with where"));
    }

    /// <summary>A row for each component that can be made and has no rule for its call.</summary>
    public static void AddUnknownComponents(OperatorTable table)
    {
        const string factories = "torch.nn.";
        foreach (var kind in table.Members.Where(member => member.StartsWith(factories, System.StringComparison.Ordinal)).Select(member => member.Substring(factories.Length)).ToArray())
        {
            if (kind.Contains('.') || !char.IsUpper(kind[0]) || table.Knows(kind + ".call") || kind is "Parameter" or "ParameterDict" or "ParameterList" or "ModuleList" or "ModuleDict" || kind.Contains("_from_")) continue;
            table.Add(kind + ".call", call => throw UnknownComponent(call, kind));
        }
    }

    public static RefusedException UnknownComponent(Call call, string kind) => call.Refuse(
        Reason.UnknownComponent,
        $"the component {kind} is not known to treat each example alone and to have a gradient for each",
        "build the model from components that are; the documentation lists them");

    private static Rule RandomState { get; } = RefusedRows.Refuse(
        Reason.StateBetweenBatches, "touches the state of the random numbers, so that draws repeat or are known", "seed before training, with TrainingOptions");

    private static Rule Reads { get; } = RefusedRows.Refuse(Reason.UnknownOperation, "reads a tensor from outside while the examples are looked at", "read it before training, and keep it in a readonly field");

    private static Rule Writes { get; } = RefusedRows.Refuse(Reason.UnknownOperation, "writes into its tensor, which then changes under all its names", "use the function of torch that makes a new tensor");

    private static Rule Sparse { get; } = RefusedRows.Refuse(Reason.UnknownOperation, "holds as many elements as the values of all examples decide", "use a dense tensor, with zeros");

    private static Rule Quantized { get; } = RefusedRows.Refuse(Reason.UnknownOperation, "works on quantised tensors, which have no gradient", "train with floating-point tensors, and quantise after training");
}
